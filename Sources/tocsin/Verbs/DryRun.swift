import CanonicalCoding
import Exchange
import LedgerFiles

/// `publish --dry-run --for MEMBER`: exactly the bytes that member would get, and nothing kept.
struct DryRun {
    private let request: PublishRequest
    private let recipient: String?
    private let out: String?

    init(_ request: PublishRequest, recipient: String?, out: String?) {
        self.request = request
        self.recipient = recipient
        self.out = out
    }

    func run(_ node: Node, asJSON: Bool) async throws {
        guard let recipient else {
            throw Failure(.usage, "--dry-run needs --for", hint: "name the member whose view you want to see")
        }
        let member = try MemberOption.parse(recipient)
        let preview = try await Publisher(node, for: request).preview(request, for: member)
        if let out { try DurableFile.write(preview.stream, to: out, replacing: true) }
        if asJSON {
            Terminal.say(json: [
                "bytes": .integer(Int64(preview.stream.count)), "segments": .array(preview.segments.map(DisclosureTable.json)),
            ])
        } else {
            DisclosureTable.note(preview.segments)
            if out == nil { Terminal.write(Terminal.shown(preview.stream)) }
        }
    }
}
