package import BodyFlow
internal import CryptoPrimitives
package import HTTPTypes
internal import Indicators
package import Logging
internal import Synchronization

/// One request while it is under way. When nobody holds it any more the request is over: its place is free again, what was
/// spooled for it is removed, and its line is in the log.
package final class CallRecord: Sendable {
    /// Names the request in the logs of both sides.
    package let requestID: String
    private let caller: (sort: String, name: String)
    private let house: House
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    private struct State {
        var name = "none"
        var status = HTTPResponse.Status.ok
        var bytes = 0
        var isCounted = false
        var isWhole = false
        var spooled = SpooledBody.none
    }

    /// What requests need of the listener.
    package struct House: Sendable {
        package let desk: ConnectionDesk
        let logger: Logger
        let meters: ListenerMeters

        package init(desk: ConnectionDesk, logger: Logger, meters: ListenerMeters) {
            self.desk = desk
            self.logger = logger
            self.meters = meters
        }
    }

    convenience init(of member: MemberID, in house: House) { self.init(of: "member", named: member.name, in: house) }

    /// - Parameters:
    ///   - sort: what the caller is, as log lines say it.
    ///   - name: its name; nothing that came from outside unchecked.
    package init(of sort: String, named name: String, in house: House) {
        requestID = String(SecureRandom.digest().hex.prefix(16))
        caller = (sort, name)
        self.house = house
    }

    package func counted() { state.withLock { $0.isCounted = true } }
    package func named(_ name: String) { state.withLock { $0.name = name } }
    package func holds(_ spooled: SpooledBody) { state.withLock { $0.spooled = spooled } }
    package func answers(_ status: HTTPResponse.Status) { state.withLock { $0.status = status } }
    package func sent(_ bytes: Int) { state.withLock { $0.bytes += bytes } }
    package func completed() { state.withLock { $0.isWhole = true } }

    deinit {
        let end = state.withLock { $0 }
        if end.isCounted { house.desk.ends() }
        let time = ContinuousClock.now - start
        house.meters.answered(end.name, status: end.status.code, time: time, bytes: end.bytes)
        var metadata: Logger.Metadata = [
            "request": "\(requestID)", caller.sort: "\(caller.name)", "call": "\(end.name)", "status": "\(end.status.code)",
            "bytes": "\(end.bytes)", "ms": "\(Int(time / .milliseconds(1)))",
        ]
        if !end.isWhole { metadata["broken"] = "true" }
        house.logger.info("request", metadata: metadata)
    }
}
