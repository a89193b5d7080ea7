internal import CanonicalCoding

/// A line `{"desc":…,"seg":…}`, read as far as it can be judged alone.
struct SegmentLine {
    /// The place the line claims in the manifest.
    let index: Int64
    /// The bytes of the descriptor; nothing when it is no string in strict base64url.
    let bytes: [UInt8]?
    /// The descriptor, or how it breaks its form.
    let descriptor: Result<SegmentDescriptor, BundleError>

    /// Reads a line.
    ///
    /// - Throws: ``BundleError`` when a limit is exceeded, in the descriptor too, or the members are wrong.
    init(_ line: UnsafeRawBufferPointer, number: Int, limits: BundleLimits) throws(BundleError) {
        let found: (index: Int64, text: ScannedString?)?
        do {
            found = try unsafe Self.scan(line)
        } catch {
            throw unsafe LineFault.judge(line, number: number)
        }
        guard let found else { throw unsafe LineFault.judge(line, number: number) }
        index = found.index
        bytes = found.text.flatMap { text in
            unsafe Base64URL.decode(Span<UInt8>(_unsafeBytes: UnsafeRawBufferPointer(rebasing: line[text.range])))
        }
        descriptor = Self.read(bytes, number: number, limits: limits)
        if case .failure(let error) = descriptor, error.code == .limit { throw error }
    }

    /// The place and the text of the descriptor; nothing when the members are wrong.
    private static func scan(
        _ line: UnsafeRawBufferPointer
    ) throws(JSONError) -> (index: Int64, text: ScannedString?)? {
        var scanner = unsafe CanonicalScanner(line: line)
        var walk = CanonicalScanner.Walk()
        guard try scanner.enterObject(), let first = try scanner.nextMember(&walk), scanner.matches(first, "desc")
        else { return nil }
        let text = try scanner.readString()
        if text == nil { _ = try scanner.skipValue() }
        guard let second = try scanner.nextMember(&walk), scanner.matches(second, "seg"),
            let index = try scanner.readInteger(), try scanner.nextMember(&walk) == nil
        else { return nil }
        try scanner.finish()
        return (index, text)
    }

    private static func read(
        _ bytes: [UInt8]?, number: Int, limits: BundleLimits
    ) -> Result<SegmentDescriptor, BundleError> {
        guard let bytes else { return .failure(BundleError(.descriptor, line: number, .descriptorEncoding)) }
        do {
            return .success(try SegmentDescriptor(parsing: bytes, limits: limits))
        } catch {
            return .failure(error.at(line: number))
        }
    }
}
