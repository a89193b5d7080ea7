/// Where everything of a node lies, given the directory of its home.
public struct HomePaths: Sendable, Hashable {
    /// The home itself.
    public let root: String

    /// Names the places of a home.
    public init(root: String) { self.root = root }

    /// What the operator may change.
    public var settings: String { root + "/settings.toml" }
    /// Private keys, 0700.
    public var keys: String { root + "/keys" }
    /// The key that signs bundles.
    public var signingKey: String { keys + "/sign.pem" }
    /// The key that opens what others seal to this member.
    public var sealingKey: String { keys + "/seal.pem" }
    /// The key that signs sharing agreements.
    public var agreementKey: String { keys + "/agree.pem" }
    /// The key that signs the checkpoints of the audit log.
    public var logKey: String { keys + "/log.pem" }
    /// The key that signs the checkpoints of others' logs.
    public var witnessKey: String { keys + "/witness.pem" }
    /// The key that the certificates of this node are made of.
    public var tlsKey: String { keys + "/tls.pem" }
    /// The key that follows it once the registry lists it.
    public var nextTLSKey: String { keys + "/tls.next.pem" }
    /// The key that names identifiers in the audit log.
    public var indexKey: String { keys + "/index.key" }
    /// The public halves of all, by which a damaged key file is noticed.
    public var publicKeys: String { keys + "/public.json" }
    /// Registry documents.
    public var registry: String { root + "/registry" }
    /// The registry in force.
    public var currentRegistry: String { registry + "/registry.json" }
    /// The root keys this node trusts, fixed at the first installation.
    public var trustedRoot: String { registry + "/root.json" }
    /// Epoch documents and peppers.
    public var epochs: String { root + "/epochs" }
    /// There while the store was not yet held against a pepper that came after rows of its epoch.
    public var unjudged: String { epochs + "/unjudged" }
    /// Allow-lists named in the registry, each under its digest.
    public var protectedLists: String { root + "/protected" }
    /// One of them, named by its digest.
    func protectedList(_ hex: String) -> String { "\(protectedLists)/\(hex).tsv" }
    /// What each role may receive.
    public var disclosureProfile: String { root + "/disclosure.json" }
    /// The index over the bundle files; can be rebuilt.
    public var store: String { root + "/store.sqlite" }
    /// What the own systems were told to enforce, version by version; may be deleted.
    public var lists: String { root + "/lists.sqlite" }
    /// Exact bytes of every bundle received or published.
    public var bundles: String { root + "/bundles" }
    /// The member's own full streams, and the sealed files made for others.
    public var outbox: String { root + "/outbox" }
    /// What was decided about what left.
    public var ledger: String { root + "/ledger" }
    /// One line per decision.
    public var decisions: String { ledger + "/decisions.jsonl" }
    /// The streams taken in, in order, one line each.
    public var importLog: String { ledger + "/imports.jsonl" }
    /// What this member published for each group and how far it came, two lines per publication.
    public var publishedMarks: String { ledger + "/published.jsonl" }
    /// What was decided about chains, one line per decision.
    public var chainDecisions: String { ledger + "/chains.jsonl" }
    /// The members and days whose objections officers let count, one line per decision.
    public var objectionDecisions: String { ledger + "/objections.jsonl" }
    /// The bundles that wait for officers and what those said, one line each.
    public var quarantine: String { ledger + "/quarantine.jsonl" }
    /// Agreements this member signed or was shown that are not in force here, each under its digest, with the signatures so far.
    public var proposals: String { root + "/agreements" }
    /// Agreements that were activated and suspensions that were taken in, each under its digest, with its note.
    public var agreements: String { ledger + "/agreements" }
    /// Logs that have ended, each with the agreements it tells of.
    var endedLogs: String { ledger + "/ended" }
    /// What became of agreements here, one line per change.
    public var agreementChanges: String { ledger + "/agreements.jsonl" }
    /// Publications that were shown and did not take place, one for each group.
    var drafts: String { run + "/drafts" }
    /// The line that is about to be added to it.
    var pendingAgreementChange: String { ledger + "/agreements.pending" }
    /// The captured inputs of decisions, each under the name of its decision.
    public var decisionInputs: String { ledger + "/decisions" }
    /// The transfer documents of what was sent, each under its digest.
    public var transfers: String { ledger + "/transfers" }
    /// Receipts of others for what was sent, each under the digest of its transfer.
    public var receipts: String { ledger + "/receipts" }
    /// Hand-overs that wait for officers, each under its name.
    public var heldTransfers: String { ledger + "/held" }
    /// Heads of other members' audit logs that were seen, marks of those that were proved, and pairs that contradict each other.
    public var peerHeads: String { ledger + "/peer-heads" }
    /// Keys of officers who approve hand-overs.
    public var officerKeys: String { keys + "/officers" }
    /// Receipts for what was received, for their senders.
    public var receiptOutbox: String { outbox + "/receipts" }
    /// What this node judged of names and the indicators they lead to, one signed line per judgement.
    public var judgements: String { ledger + "/judgements.jsonl" }
    /// Locks and work in progress.
    public var run: String { root + "/run" }
    /// The lock that one writing process holds.
    public var lock: String { run + "/lock" }

    /// What this node's witness has signed of others' logs.
    public var witness: String { root + "/witness" }

    /// The document of an epoch.
    public func epochDocument(_ number: UInt32) -> String { "\(epochs)/\(number).json" }
    /// The pepper of an epoch.
    public func pepper(_ number: UInt32) -> String { "\(epochs)/\(number).pepper" }
    /// What evaluators' answers gave in an epoch, and the batches that asked for it; both go with the pepper.
    public func secretCache(_ number: UInt32) -> String { "\(epochs)/\(number).secrets" }
    /// The batches of an epoch, opened to auditors.
    public func blindedBatches(_ number: UInt32) -> String { "\(epochs)/\(number).batches" }
    /// What the evaluators of an epoch stated of usage.
    func statedUsage(_ number: UInt32) -> String { "\(epochs)/\(number).usage" }
    /// The newest statement of one of them.
    func statedUsage(_ number: UInt32, by evaluator: UInt8) -> String { "\(statedUsage(number))/\(evaluator).json" }
    /// How often rows were judged anew by what had been evaluated.
    var verificationMark: String { "\(epochs)/verified" }
    /// There while values may have been evaluated since.
    var verificationDue: String { "\(epochs)/verification-due" }
    /// What this member signed when it erased the secrets of an epoch.
    public func destructionStatement(_ number: UInt32) -> String { "\(epochs)/\(number).destroyed.json" }
    /// The streams kept of one bundle.
    public func bundle(_ manifestDigestHex: String) -> String { "\(bundles)/\(manifestDigestHex)" }

    /// An agreement or a suspension that is kept.
    public func agreementDocument(_ digestHex: String) -> String { "\(agreements)/\(digestHex).json" }
    /// The signatures of one.
    public func agreementNote(_ digestHex: String) -> String { "\(agreements)/\(digestHex).note" }
    /// The captured input of a decision.
    public func decisionInput(_ idHex: String) -> String { "\(decisionInputs)/\(idHex).json" }
    /// A decision's record that is too large for the log's details, under its digest.
    public func decisionRecord(_ digestHex: String) -> String { "\(decisionInputs)/\(digestHex).record.json" }

    /// A place of the home without the home's own path, as entries of the audit log name it: the home can be moved.
    func nameInHome(_ path: String) -> String {
        path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path
    }

    /// Every directory a new home has.
    var directories: [String] {
        [root, keys, registry, epochs, protectedLists, bundles, outbox, ledger, agreements, decisionInputs, proposals, run]
    }
}
