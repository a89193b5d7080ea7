"""A lab of nodes on loopback for the measurements: homes, processes, their logs, and what they answer."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PROGRAM = str(Path(os.environ.get("TOCSIN", Path(__file__).parents[2] / ".build/release/tocsin")).resolve())


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Node:
    """One member's home and the process that serves it."""

    def __init__(self, lab, name):
        self.lab, self.name, self.home = lab, name, f"{lab.place}/{name}"
        self.members_port, self.local_port, self.process, self.tokens = free_port(), free_port(), None, {}

    def run(self, *arguments, check=True, **options):
        done = subprocess.run([PROGRAM, *arguments, "--home", self.home], capture_output=True, text=True, **options)
        if check and done.returncode:
            raise RuntimeError(f"tocsin {arguments[0]} at {self.name}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def set(self, **settings):
        path = Path(self.home, "settings.toml")
        text = path.read_text()
        for name, value in settings.items():
            text = re.sub(rf"^{name} = .*$", f"{name} = {value}", text, flags=re.M)
        path.write_text(text)

    def meets(self, other, port=None):
        self.run("peer", "add", other.name, f"https://127.0.0.1:{port or other.members_port}")

    def start(self, wait=True):
        addresses = ["--members-address", f"127.0.0.1:{self.members_port}", "--local-address", f"127.0.0.1:{self.local_port}"]
        with open(f"{self.home}.log", "ab") as log:
            self.process = subprocess.Popen([PROGRAM, "serve", "--home", self.home, *addresses], stdout=log, stderr=log)
        self.lab.processes.append(self.process)
        if wait:
            self.wait_until_ready()

    def wait_until_ready(self, seconds=30):
        end = time.time() + seconds
        while time.time() < end:
            try:
                return self.ask("GET", "/healthz")
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"{self.name} does not listen; its log is {self.home}.log")

    def kill(self, number=signal.SIGKILL):
        self.process.send_signal(number)
        self.process.wait()

    def token(self, role):
        if role not in self.tokens:
            self.tokens[role] = self.run("token", "issue", "--name", f"t.{role}", "--role", role).strip()
        return self.tokens[role]

    def ask(self, method, path, body=None, role=None, media="application/json", connection=None, timeout=60):
        """Asks over the local interface: status, head fields, body."""
        own = connection or http.client.HTTPConnection("127.0.0.1", self.local_port, timeout=timeout)
        fields = {"Content-Type": media} if body is not None else {}
        if role:
            fields["Authorization"] = f"Bearer {self.token(role)}"
        own.request(method, path, body if body is None or isinstance(body, (bytes, str)) else json.dumps(body), fields)
        answer = own.getresponse()
        content = answer.read()
        if connection is None:
            own.close()
        return answer.status, dict(answer.getheaders()), content

    def state(self, value, connection=None):
        """The status that a lookup of a value answers, over the local interface."""
        status, _, body = self.ask("POST", "/v1/lookup", {"items": [{"value": value}]}, "investigator", connection=connection)
        if status != 200:
            return f"http {status}"
        return json.loads(body)["answers"][0].get("status")

    def rounds(self):
        """The log lines of rounds that moved something."""
        return [json.loads(line) for line in Path(f"{self.home}.log").read_text().splitlines() if '"round"' in line]

    def memory(self):
        """Resident memory in MB: of all, of what is not backed by files, and the most there was."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return {name: int(re.search(rf"{name}:\s+(\d+)", text)[1]) / 1000 for name in ("VmRSS", "RssAnon", "VmHWM")}

    def processor_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Lab:
    """Homes of members of one group; removed, with the processes, at the end."""

    def __init__(self, count, role="platform", **settings):
        self.place, self.processes = tempfile.mkdtemp(prefix="nodes-"), []
        names = [f"org.{chr(97 + number)}" for number in range(count)]
        members = ",".join(f"{name}:{role}" for name in names)
        subprocess.run([PROGRAM, "lab", "--dir", self.place, "--members", members], check=True, capture_output=True)
        self.nodes = [Node(self, name) for name in names]
        for node in self.nodes:
            node.set(**settings)

    def introduce(self):
        for node in self.nodes:
            for other in self.nodes:
                if node is not other:
                    node.meets(other)

    def start(self):
        for node in self.nodes:
            node.start(wait=False)
        for node in self.nodes:
            node.wait_until_ready()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        if os.environ.get("KEEP"):
            return print(f"kept: {self.place}")
        shutil.rmtree(self.place)


def until(condition, seconds=60, pause=0.02):
    """Waits for a condition; the seconds it took, or nothing."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if condition():
            return time.monotonic() - began
        time.sleep(pause)
