internal import CanonicalCoding
internal import Indicators

extension DecisionInput.Actor {
    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["member", "name", "role"])
        self.init(member: try members.member("member"), name: try members.name("name"), role: try members.name("role", .kind))
    }

    var jsonValue: JSONValue { ["member": .string(member.name), "name": .string(name), "role": .string(role)] }
}

extension AgreementStanding {
    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["signed", "activated", "suspended"])
        self.init(
            signers: try members.list("signed", atMost: AgreementLimits.parties, readMember),
            activated: try members.string("activated").isEmpty ? nil : try members.time("activated"),
            suspensions: try members.list("suspended", atMost: AgreementLimits.parties) {
                (value, place) throws(AgreementError) -> Rest in
                let rest = try ClosedObject(value, at: place, required: ["by", "since"])
                return Rest(by: try rest.member("by"), since: try rest.time("since"))
            })
    }

    var jsonValue: JSONValue {
        [
            "activated": .string(activated?.rfc3339 ?? ""),
            "signed": .array(signers.map { .string($0.name) }),
            "suspended": .array(suspensions.map { ["by": .string($0.by.name), "since": .string($0.since.rfc3339)] }),
        ]
    }
}
