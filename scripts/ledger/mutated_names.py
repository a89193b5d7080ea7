"""Names that are one for readers and two for programs: they are compared by their bytes."""
import notes
from logs import Log
from mutations import mutation
from mutated_policies import policy_line

COMPOSED, DECOMPOSED = "plattf\u00f6rm.example/audit/1", "plattfo\u0308rm.example/audit/1"


def renamed(files, log, name=COMPOSED):
    """The same log under another origin: its newest head and the policy."""
    other = Log(log.entries, name=name, heads=[])
    for path in [path for path in files if path.startswith("checkpoints/")]:
        del files[path]
    files["policy.txt"], files["checkpoint"] = other.policy(), other.head(len(log.entries))
    return other


@mutation("names: beyond ASCII", None, is_for_shell=False)
def _(files, log):
    renamed(files, log)


@mutation("names: that end in a sign which joins what follows", None, is_for_shell=False)
def _(files, log):
    renamed(files, log, "platform-a.example/audit/1\u0600")


@mutation("names: an origin composed in the policy and decomposed in the head", "E_ORIGIN", is_for_shell=False)
def _(files, log):
    other, size = renamed(files, log), len(log.entries)
    files["checkpoint"] = notes.note(other.text(size, origin=DECOMPOSED), other.signers)


@mutation("names: a signature whose name is decomposed", "E_SIG", is_for_shell=False)
def _(files, log):
    other, size = renamed(files, log), len(log.entries)
    text = other.text(size)
    line = notes.signature_line(DECOMPOSED, other.log.key_id, other.log.payload(text))
    files["checkpoint"] = files["checkpoint"].replace(other.log.line(text), line)


@mutation("names: two of a policy that look the same", "E_QUORUM", is_for_shell=False)
def _(files, log):
    lines = "group \u00e9 any w0\ngroup e\u0301 any w2\ngroup both all \u00e9 e\u0301\nquorum both\n"
    policy_line(files, b"quorum partners\n", lines.encode())


@mutation("names: a member that only looks as if it were known", "E_POLICY", is_for_shell=False)
def _(files, log):
    policy_line(files, b"quorum partners\n", "group \u00e9 any w0\ngroup both all e\u0301\nquorum both\n".encode())
