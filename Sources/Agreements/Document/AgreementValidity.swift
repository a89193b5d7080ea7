public import CanonicalCoding
public import Indicators

/// From when until when an agreement holds, and who may stop it.
public struct AgreementValidity: Sendable, Hashable {
    /// The first moment it holds.
    public let from: Timestamp
    /// The first moment it no longer holds.
    public let until: Timestamp
    /// When it is to be looked at again; nothing happens by itself.
    public let reviewBy: Timestamp
    /// Days of notice to end it early.
    public let noticeDays: Int64
    /// The parties that may suspend it at once.
    public let mayBeSuspendedBy: Set<MemberID>

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["from", "until", "review_by", "notice_days", "suspended_by"])
        from = try members.time("from")
        until = try members.time("until")
        guard from < until else { throw AgreementError(.window, at: members.place("until")) }
        reviewBy = try members.time("review_by")
        noticeDays = try members.integer("notice_days", in: 0...3_660)
        mayBeSuspendedBy = try members.set("suspended_by", readMember)
    }
}
