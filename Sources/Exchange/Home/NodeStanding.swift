internal import Agreements
internal import Blinding
internal import CanonicalCoding
internal import Indicators
internal import MemberRegistry
internal import MergeEngine
internal import NodeStore
internal import SignedBundles

/// What the answers of a node depend on beside the claims it holds.
struct Surroundings {
    let store: NodeStore
    let tags: NodeTags
    /// What many people hold, of which reports act only when an officer confirmed it.
    let popular: PopularValues
    private(set) var context: MergeContext

    /// - Parameter time: the moment at which agreements are in force or not.
    init(_ node: Node, _ store: NodeStore, at time: Timestamp) throws {
        self.store = store
        tags = try NodeTags(node)
        store.check(with: tags.blinders)
        let record = try node.quarantineRecord()
        popular = try PopularValues(node, tags.protected, record)
        context = try Self.standing(of: node, store)
        context.thresholds = EnforcementThresholds(try node.gate().enforcement)
        context.groupThresholds = try NodeAgreements(node).thresholds(of: node.settings.member, at: time)
        context.acceptedObjections = try node.acceptedObjections()
        context.waitingObjections = try store.waitingObjections(in: context)
        context.reliability = try store.reliability(in: context)
    }

    /// Who is who, and which bundles are set aside or wait.
    static func standing(of node: Node, _ store: NodeStore) throws -> MergeContext {
        var context = try context(node.registry(), store)
        context.held = try node.quarantineRecord().held
        return context
    }

    private static func context(_ registry: VerifiedRegistry, _ store: NodeStore) throws -> MergeContext {
        var context = MergeContext()
        for member in registry.document.members {
            if member.owner != member.id { context.owners[member.id] = member.owner }
            if member.roles.contains(.telecom) { context.telecoms.insert(member.id) }
            if member.roles.contains(.platform), let slug = Platform.slug(ofMember: member.id) {
                context.platforms[member.id] = [slug]
            }
            for key in member.keys {
                guard let since = key.compromisedSince else { continue }
                context.compromised[KeyName.keyID(member: member.id.name, kid: key.kid)] = since
            }
        }
        for chain in try StandingChains(store, under: registry).all() {
            // Who is no longer listed is heard no longer; its claims stay readable.
            if registry.member(chain.publisher) == nil { context.suspended.insert(chain.publisher) }
            context.quarantined.formUnion(chain.quarantined)
            if chain.isQuarantined { context.quarantined.formUnion(chain.entries.values.map(\.digest)) }
        }
        return context
    }
}

extension Node {
    /// The store with what this node can check values and proofs with.
    ///
    /// - Throws: `StoreError`, ``NodeError``, `FileError`.
    func checkingStore() throws -> NodeStore {
        let store = try store(for: .reading)
        store.check(with: try blinders())
        return store
    }
}

/// The tags a node can compute, and those nobody may act against.
struct NodeTags {
    let blinders: [EpochNumber: EpochBlinder]
    let protected: ProtectedIndicators

    init(_ node: Node) throws {
        blinders = try node.blinders()
        protected = try node.protectedIndicators()
    }

    /// The match secrets of a value in every epoch this node can compute, with their keys.
    func secrets(of kind: IndicatorKind, _ canonical: [UInt8]) -> [(TagKey, MatchSecret)] {
        blinders.keys.sorted().compactMap { epoch in
            guard let secret = try? blinders[epoch]?.secret(of: kind, canonical: canonical.span) else { return nil }
            return (TagKey(kind: kind, epoch: epoch, tag: secret.tag(epoch: epoch)), secret)
        }
    }

    /// A value with its secrets in every epoch this node can compute, for the store to check claims with.
    func known(_ kind: IndicatorKind, _ canonical: [UInt8]) -> [(key: TagKey, known: KnownValue)] {
        secrets(of: kind, canonical).map { key, secret in (key, KnownValue(canonical: canonical, secret: secret)) }
    }

    /// Refuses expressions whose tags only evaluators can give, in epochs whose evaluators can still be asked: without its tag nothing would be
    /// found of a value, which is no answer.
    ///
    /// - Throws: `BlindingError` with `.needsEvaluators`.
    func requireSecrets(of expressions: [LookupPlan.Expression], in evaluable: Set<EpochNumber>) throws {
        for epoch in evaluable {
            guard let blinder = blinders[epoch] else { continue }
            for expression in expressions {
                let input = try MatchInput(kind: expression.kind, canonical: expression.canonical.span)
                if (try? blinder.needsEvaluation(input)) == true { throw BlindingError.needsEvaluators(expression.kind) }
            }
        }
    }

    /// The keys of a value in every epoch this node can compute.
    func keys(of kind: IndicatorKind, _ canonical: [UInt8]) -> [TagKey] {
        secrets(of: kind, canonical).map(\.0)
    }

    /// Every protected indicator's keys.
    func protectedKeys() -> Set<TagKey> {
        var keys: Set<TagKey> = []
        for entry in protected.all {
            guard let kind = try? IndicatorKind(parsing: entry.kind) else { continue }
            keys.formUnion(self.keys(of: kind, entry.canonical))
        }
        return keys
    }
}

extension Platform {
    /// The platform a member answers for: the part of its name after the first dot, when the list has it.
    static func slug(ofMember id: MemberID) -> String? {
        let last = id.name.split(separator: ".").last.map(String.init) ?? id.name
        return known.contains(last) ? last : known.contains(id.name) ? id.name : nil
    }
}

extension EnforcementThresholds {
    /// The thresholds of a profile; without one for blocking, nothing is blocked.
    fileprivate init(_ enforcement: DisclosureProfile.Enforcement) {
        self.init(
            warn: PartsPerMillion(enforcement.warn), block: PartsPerMillion(enforcement.block ?? PartsPerMillion.one.value),
            permitsBlock: enforcement.block != nil)
    }
}
