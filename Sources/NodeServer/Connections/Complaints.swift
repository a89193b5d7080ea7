package import Logging
internal import Synchronization

/// Log lines about connections that came to nothing: at most so many a second, with a count of those left out.
///
/// Whoever can reach the port can cause one; the log must not grow as fast as they can knock.
package final class Complaints: Sendable {
    private let logger: Logger
    private let linesPerSecond: Int
    private let meters: ListenerMeters
    private let window = Mutex(Window())

    package init(logger: Logger, linesPerSecond: Int, meters: ListenerMeters) {
        self.logger = logger
        self.linesPerSecond = linesPerSecond
        self.meters = meters
    }

    private struct Window {
        var start = ContinuousClock.now
        var lines = 0
        var omitted = 0

        mutating func takes(_ limit: Int, at now: ContinuousClock.Instant) -> Int? {
            if now - start >= .seconds(1) { (start, lines) = (now, 0) }
            guard lines < limit else {
                omitted += 1
                return nil
            }
            lines += 1
            defer { omitted = 0 }
            return omitted
        }
    }

    /// Why a connection came to nothing.
    package enum Reason: String, Sendable {
        case tooManyConnections = "too-many-connections"
        case tooManyOfMember = "too-many-connections-of-member"
        case unknownKey = "unknown-key"
        case otherKey = "other-kind-of-key"
        case noCertificate = "no-certificate"
        case handshake
        case slowHandshake = "slow-handshake"
        case slowHead = "slow-head"
        case slowReader = "slow-reader"
        case malformed
    }

    /// Logs one.
    package func log(_ reason: Reason, member: String = "", detail: String = "") {
        meters.refusedConnection(reason)
        guard let omitted = window.withLock({ $0.takes(linesPerSecond, at: .now) }) else { return }
        var metadata: Logger.Metadata = ["reason": "\(reason.rawValue)"]
        if !member.isEmpty { metadata["member"] = "\(member)" }
        if !detail.isEmpty { metadata["detail"] = "\(detail)" }
        if omitted > 0 { metadata["omitted"] = "\(omitted)" }
        logger.notice("connection refused", metadata: metadata)
    }

    /// The library's own name of what is wrong, without anything that came from outside.
    static func name(of error: any Error) -> String {
        let text = String(describing: error)
        guard let mark = text.firstRange(of: "OPENSSL_internal:") else { return String(describing: type(of: error)) }
        return String(text[mark.upperBound...].prefix { $0 == "_" || $0.isUppercase || $0.isNumber })
    }
}
