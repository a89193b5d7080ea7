internal import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
public import NodeAPI
internal import TransparencyLog

/// Asks witnesses for the newest head of this node's own log that they keep: a log that is an older copy, or has two histories, is not
/// signed any more (docs/spec/ledger-store.md, witnesses).
public struct OwnHeadQuestion: Sendable {
    /// What a witness showed.
    public enum Finding: Sendable, Hashable {
        /// The member is no witness of this log.
        case notAsked
        /// It keeps no head of this log.
        case nothing
        /// Its head is one of this log's history.
        case agrees(size: UInt64)
        /// What it shows is no head that this log signed, and says nothing.
        case useless
        /// This log may not be signed any more; why, in one sentence.
        case contradicts(String)
        /// It could not be asked; why, in one sentence.
        case unanswered(String)
    }

    private let home: HomeDesk
    private let transport: any PeerTransport

    /// Prepares the question.
    public init(_ home: HomeDesk, _ transport: any PeerTransport) {
        self.home = home
        self.transport = transport
    }

    /// Asks every witness of the policy at once, each no longer than a time.
    ///
    /// - Throws: what is wrong with this node itself.
    public func askAll(atMost patience: Duration) async throws -> [MemberID: Finding] {
        let witnesses = try await home.work(.reading) { node, _ in try node.witnessMembers() }
        return try await withThrowingTaskGroup(of: (MemberID, Finding).self) { group in
            for witness in witnesses { group.addTask { (witness, try await ask(witness, atMost: patience)) } }
            var findings: [MemberID: Finding] = [:]
            for try await (witness, finding) in group { findings[witness] = finding }
            return findings
        }
    }

    private func ask(_ witness: MemberID, atMost patience: Duration) async throws -> Finding {
        try await withThrowingTaskGroup(of: Finding.self) { group in
            group.addTask { try await answered(by: witness) }
            group.addTask {
                try await Task.sleep(for: patience)
                return .unanswered("it takes too long")
            }
            defer { group.cancelAll() }
            return try await group.next() ?? .notAsked
        }
    }

    private func answered(by witness: MemberID) async throws -> Finding {
        do { return try await ask(witness) } catch let failure as PeerFailure {
            return .unanswered(failure.description)
        } catch let problem as Problem {
            return .unanswered(problem.description)
        }
    }

    /// Asks one witness.
    ///
    /// - Throws: `PeerFailure`, `Problem`, and what is wrong with this node itself.
    func ask(_ witness: MemberID) async throws -> Finding {
        let origin = try await home.work(.reading) { node, _ in
            try node.witnessMembers().contains(witness) ? try node.ledger().checkpoint.origin : nil
        }
        guard let origin else { return .notAsked }
        let answer = try await transport.send(.witnessedHead(SHA256.hash(origin)), to: witness)
        if let problem = answer.problem {
            guard problem.kind == .notFound else { throw problem }
            return .nothing
        }
        return try await home.work(.reading) { node, _ in try node.finding(in: answer.bytes) }
    }
}

extension Node {
    /// The members that the policy names as witnesses of this node's log.
    func witnessMembers() throws -> [MemberID] {
        let suffix = "/witness"
        return try witnessPolicy().witnesses.compactMap { key in
            key.name.hasSuffix(suffix) ? MemberID(String(key.name.dropLast(suffix.utf8.count))) : nil
        }
    }

    fileprivate func finding(in bytes: [UInt8]) throws -> OwnHeadQuestion.Finding {
        guard let note = try? SignedNote(parsing: bytes) else { return .useless }
        do {
            guard case .ofThisHistory(let size) = try compare(with: note) else { return .useless }
            return .agrees(size: size)
        } catch let error as LedgerError where error.isRefusal {
            switch error {
            case .rolledBack, .fork: return .contradicts(error.description)
            default: return .unanswered(error.description)
            }
        }
    }
}
