public import CanonicalCoding
public import CryptoPrimitives
internal import Foundation
internal import Indicators
public import LedgerFiles
public import TransparencyLog

extension Node {
    /// Commits what is about to be done, or was done, to the audit log. Nothing is sent, shown or acknowledged before this returns.
    ///
    /// Entries are dated by the machine's clock, also when a verb judges at another time. Other processes of this home write to the
    /// same log: it is open only as long as a batch takes, and one that finds it taken waits a little. What was decided more than a
    /// minute ago is refused: it has to be decided again.
    ///
    /// - Throws: `LedgerError`, `NodeError`, `FileError`.
    @discardableResult
    public func log(_ events: [LoggedEvent]) throws -> [CommittedEntry] {
        let watch = try ConfigurationWatch(paths)
        let changes = watch.events
        let committed = try commit(changes + events, to: openLedger())
        if !changes.isEmpty { try watch.keep() }
        return Array(committed.dropFirst(changes.count))
    }

    /// Commits events to the open log, in batches.
    ///
    /// - Throws: `LedgerError`.
    func commit(_ events: [LoggedEvent], to log: AuditLog) throws -> [CommittedEntry] {
        let (time, who, sealed) = (clock().time, whoFields, settings.role == "law-enforcement")
        var rest = try events.map { event in
            try Event(
                event.type, capturedAt: event.decidedAt ?? time, fields: who + event.fields, further: event.further,
                transfer: event.transfer, reference: event.reference, sealed: sealed && event.type.maySeal)
        }[...]
        var generator = SystemRandomNumberGenerator()
        var committed: [CommittedEntry] = []
        log.lastReading = lastReading
        while !rest.isEmpty {
            let now = clock()
            committed += try log.append(
                Array(rest.prefix(AuditLog.batchLimit)), at: now.time, uptime: now.uptimeMilliseconds, using: &generator)
            rest = rest.dropFirst(AuditLog.batchLimit)
        }
        lastReading = log.lastReading
        return committed
    }

    /// Commits one event.
    ///
    /// - Throws: as ``log(_:)-swift.method``.
    @discardableResult
    public func log(_ event: LoggedEvent) throws -> CommittedEntry { try log([event])[0] }

    /// The log as its files say it, details included, for this node's own questions.
    ///
    /// - Throws: `LedgerError`.
    public func ledger() throws(LedgerError) -> LedgerReader {
        guard !Directory.exists("\(paths.ledger)/\(LedgerLayout.successor)") else { throw .changing }
        return try LedgerReader(opening: paths.ledger)
    }

    /// Opens the log for writing; waits while another process of this home writes its batch.
    ///
    /// - Throws: `LedgerError`, `FileError`.
    func openLedger() throws -> AuditLog {
        let signer = try logSigner()
        let deadline = Date.now.addingTimeInterval(Self.longestWaitSeconds)
        while true {
            do throws(LedgerError) {
                return try AuditLog(opening: paths.ledger, signer: signer, settings: ledgerSettings)
            } catch {
                // The new log is there, and the key's file has not its place yet.
                let isOfOtherKey = error == .head || error == .published(path: LedgerLayout.checkpoint)
                if isOfOtherKey, Directory.exists(paths.nextLogKey) { throw LedgerError.changing }
                guard case .file(let fault) = error, fault.reason == .locked, Date.now < deadline else { throw error }
                Thread.sleep(forTimeInterval: Self.pauseSeconds)
            }
        }
    }

    private static let longestWaitSeconds = 20.0
    private static let pauseSeconds = 0.005

    /// Begins the log of a new home.
    static func createLedger(at paths: HomePaths, settings: Settings, keys: LedgerKeys) throws {
        let signer = try NoteSigner(name: logOrigin(of: settings.member, generation: 1), privateKey: keys.log)
        var generator = SystemRandomNumberGenerator()
        _ = try AuditLog.create(
            in: paths.ledger, signer: signer, settings: ledgerSettings(of: settings, .atTheNode), at: .now, using: &generator)
    }

    /// The key of the log under the name of its origin.
    ///
    /// - Throws: `LedgerError`, `FileError`, `PrivateKeyFileError`.
    func logSigner() throws -> NoteSigner {
        let published = try ledger().checkpoint.origin
        return try NoteSigner(name: published, privateKey: LedgerKeys(reading: paths).log)
    }

    /// The name of a member's log: `org.alpha/audit/1`.
    static func logOrigin(of member: MemberID, generation: Int) -> String { "\(member.name)/audit/\(generation)" }

    var ledgerSettings: AuditLogSettings { Self.ledgerSettings(of: settings, actor) }

    /// A sandbox reserves no room: its disk is full when its tests say so.
    private static func ledgerSettings(of settings: Settings, _ actor: Actor) -> AuditLogSettings {
        AuditLogSettings(
            who: whoFields(of: settings.member, actor), ballastBytes: settings.isSandbox ? 0 : AuditLogSettings.usualBallastBytes)
    }

    private var whoFields: [(DetailField, JSONValue)] { Self.whoFields(of: settings.member, actor) }

    static func whoFields(of member: MemberID, _ actor: Actor) -> [(DetailField, JSONValue)] {
        [
            (.organisation, .string(member.name)), (.actor, .string(actor.name)), (.role, .string(actor.role)),
            (.authentication, .string(actor.authentication)), (.software, .string(Software.name)),
        ]
    }
}

/// What a flow has to log: everything but who does it and when, which the node knows.
public struct LoggedEvent: Sendable {
    /// What happens.
    public let type: EntryType
    let fields: [(DetailField, JSONValue)]
    let further: [(name: String, DetailRecord.FieldClass, JSONValue)]
    let transfer: Digest256?
    let reference: UInt64?
    let decidedAt: EntryTime?

    /// States an event.
    ///
    /// - Parameters:
    ///   - decidedAt: when it was decided, by the machine's clock; nothing for when it is logged.
    ///   - further: fields beyond those with a meaning of their own.
    ///   - transfer: the digest of the transfer it is about.
    ///   - reference: the index of the earlier entry it refers to.
    public init(
        _ type: EntryType, _ fields: [(DetailField, JSONValue)],
        further: [(name: String, DetailRecord.FieldClass, JSONValue)] = [], transfer: Digest256? = nil, reference: UInt64? = nil,
        decidedAt: EntryTime? = nil
    ) {
        self.decidedAt = decidedAt
        self.type = type
        self.fields = fields
        self.further = further
        self.transfer = transfer
        self.reference = reference
    }
}

extension EntryTime {
    /// What the machine's clock shows.
    static var now: EntryTime { EntryTime(millisecondsSinceEpoch: Int64(Date.now.timeIntervalSince1970 * 1000)) }
}

/// The program, as entries and transfers name it.
public enum Software {
    /// Name and version.
    public static let name = "tocsin/0.1"
    /// The protocol it speaks.
    public static let protocolVersion = "SIX/1"
}
