import CanonicalCoding
import CryptoPrimitives
import MemberRegistry
import SignedBundles
import Testing

extension String {
    var bytes: [UInt8] { Array(utf8) }
}

extension [[UInt8]] {
    /// The place of the first line that begins with a text.
    func place(of beginning: String) throws -> Int {
        try #require(firstIndex { $0.starts(with: beginning.utf8) })
    }
}

extension BundleMaker {
    /// A first line around any payload, signed by the key of the maker as often as asked.
    func firstLine(
        payload: [UInt8], signatures: Int = 1, type: String = Manifest.payloadType, edit: (inout JSONObject) -> Void = { _ in }
    ) throws -> [UInt8] {
        let message = DSSE.preAuthenticationEncoding(payloadType: type, payload: payload)
        let signature = Base64.encode(try key.sign(message))
        var envelope = JSONObject()
        envelope["payload"] = .string(Base64.encode(payload))
        envelope["payloadType"] = .string(type)
        envelope["signatures"] = .array(
            (0..<signatures).map { _ in ["keyid": .string(Self.keyID), "sig": .string(signature)] })
        edit(&envelope)
        return JSONValue.object(try #require(JSONObject([("dsse", .object(envelope)), ("six", 1)]))).canonicalBytes()
    }

    /// A bundle whose manifest's members were edited and signed again.
    func resigned(_ made: MadeBundle, edit: (inout JSONObject) -> Void) throws -> [UInt8] {
        var manifest = try #require(try StrictJSON.parseCanonical(made.frame.envelope.payload).object)
        edit(&manifest)
        var copy = made
        copy.lines[0] = try firstLine(payload: manifest.canonicalBytes())
        return copy.bytes
    }

    /// A bundle of one segment whose descriptor's members were edited, committed to and signed again.
    func redescribed(_ made: MadeBundle, edit: (inout JSONObject) -> Void) throws -> [UInt8] {
        var lines = made.lines
        let place = try lines.place(of: "{\"desc\"")
        let line = try #require(try StrictJSON.parseCanonical(lines[place]).object)
        let bytes = try #require(line["desc"]?.string.flatMap { Base64URL.decode($0) })
        var descriptor = try #require(try StrictJSON.parseCanonical(bytes).object)
        edit(&descriptor)
        let edited = descriptor.canonicalBytes()
        lines[place] = "{\"desc\":\"\(Base64URL.encode(edited))\",\"seg\":0}".bytes
        var manifest = try #require(try StrictJSON.parseCanonical(made.frame.envelope.payload).object)
        manifest["segs"] = [["d": .string(SegmentDescriptor.digest(of: edited).hex), "must": false]]
        lines[0] = try firstLine(payload: manifest.canonicalBytes())
        return lines.flatMap { $0 + [0x0A] }
    }

    /// One segment of two columns and three rows, none of them a must.
    func makeSmall(isMust: Bool = false) throws -> MadeBundle {
        var segment = try StagedSegment(
            kind: "url", tlp: "GREEN", isMust: isMust,
            columns: [StagedColumn("core", isRequired: true), StagedColumn("note")])
        let rows: [[String?]] = [["1", "\"a\""], ["2", nil], ["3", "\"b\""]]
        for row in rows { segment.append(row.map { $0?.bytes }) }
        return try make([segment], cells: [rows])
    }

    /// What a plain verification says: the code and the line.
    func verdict(of bytes: [UInt8], at time: String = noon, limits: BundleLimits = .standard) throws -> String {
        switch try terms(at: time).verify(bytes, piece: 113, limits: limits) {
        case .success: return "OK"
        case .failure(let error): return "\(error.code) \(error.line)"
        }
    }
}
