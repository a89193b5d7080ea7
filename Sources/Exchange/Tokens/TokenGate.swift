internal import CanonicalCoding
internal import LedgerFiles
public import NodeAPI
internal import TransparencyLog

/// Tells whose token a request carries, and puts refusals on record at a bounded rate.
public actor TokenGate {
    private let home: HomeDesk
    private let paths: HomePaths
    private var record: [UInt8] = []
    private var book = TokenBook([])
    private var denials = DenialWindow()

    /// Guards a home.
    public init(_ home: HomeDesk, paths: HomePaths) {
        self.home = home
        self.paths = paths
    }

    /// The token that an `Authorization` field presents, where it may ask for a route. The record is read anew each time, so that a
    /// revocation counts at once.
    ///
    /// - Throws: `Problem`; the refusal is counted, and on record unless there were too many just now.
    public func token(presenting field: String?, for route: LocalRoute) async throws(Problem) -> AccessToken {
        var name = ""
        let refusal: TokenRefusal
        do throws(TokenRefusal) {
            let token = try recognise(field)
            name = token.name
            try token.requireStanding(at: home.now())
            try token.require(route)
            return token
        } catch {
            refusal = error
        }
        await note(refusal, of: name)
        throw refusal.problem
    }

    private func recognise(_ field: String?) throws(TokenRefusal) -> AccessToken {
        guard let field else { throw .missing }
        let parts = field.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "bearer", let secret = TokenSecret(parts[1]) else { throw .malformed }
        update()
        guard let token = book.token(of: secret) else { throw .unknown }
        return token
    }

    /// A record that cannot be read lets nobody in.
    private func update() {
        guard let found = try? NodeTokens.record(at: paths) else { return (record, book) = ([], TokenBook([])) }
        guard found != record else { return }
        (record, book) = (found, TokenBook(found))
    }

    /// Counts a refusal; the entry tells of those before it that had none.
    func note(_ refusal: TokenRefusal, of name: String) async {
        guard let count = denials.count(name, at: .now) else { return }
        let fields: [(DetailField, JSONValue)] = [(.reason, .string(refusal.rawValue))]
        let event = LoggedEvent(
            .signInDeny, name.isEmpty ? fields : fields + [(.token, .string(name))],
            further: [("count", .item, .integer(Int64(count)))])
        // What cannot be put on record is refused all the same.
        _ = try? await home.work(.reading) { node, _ in try node.log(event) }
    }
}

extension AccessToken {
    fileprivate func requireStanding(at time: Timestamp) throws(TokenRefusal) {
        guard revoked == nil else { throw .revoked }
        guard time < expires else { throw .expired }
    }
}

/// How many entries about refusals there may be: one for each token in a minute, and so many in all.
package struct DenialWindow: Sendable {
    private var start: ContinuousClock.Instant?
    private var noted: Set<String> = []
    /// Refusals that no entry tells of yet, by the name of the token. Names are those of the record, so they are few.
    private var waiting: [String: Int] = [:]

    /// Begins with none.
    package init() {}

    package static let entriesPerMinute = 10

    /// Counts a refusal.
    ///
    /// - Returns: how many an entry now has to tell of; nothing when none is due.
    package mutating func count(_ name: String, at now: ContinuousClock.Instant) -> Int? {
        if start.map({ now - $0 >= .seconds(60) }) ?? true { (start, noted) = (now, []) }
        waiting[name, default: 0] += 1
        guard noted.count < Self.entriesPerMinute, noted.insert(name).inserted else { return nil }
        return waiting.removeValue(forKey: name)
    }
}
