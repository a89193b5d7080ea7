/// Sealed files as a whole, in memory or from a reader to a writer.
public enum SealedFile {
    /// What every sealed file of any version begins with.
    private static let mark = Array("age-encryption.org/".utf8)

    /// Whether a file that begins with these bytes claims to be sealed; the first 32 are enough.
    public static func isSealed(_ prefix: Span<UInt8>) -> Bool {
        prefix.count >= mark.count && mark.indices.allSatisfy { prefix[$0] == mark[$0] }
    }

    /// Seals bytes that are in memory.
    ///
    /// - Throws: ``SealingError``.
    public static func seal(_ plaintext: [UInt8], to recipients: [SealingRecipient]) throws(SealingError) -> [UInt8] {
        var sealer = try Sealer(to: recipients)
        var sealed: [UInt8] = []
        try sealer.update(plaintext.span, into: &sealed)
        try sealer.finish(into: &sealed)
        return sealed
    }

    /// Opens a file that is in memory, all of it or nothing.
    ///
    /// - Throws: ``SealingError``.
    public static func open(_ sealed: [UInt8], with identities: [SealingIdentity]) throws(SealingError) -> [UInt8] {
        var opener = try Opener(with: identities)
        var plaintext: [UInt8] = []
        try opener.update(sealed.span, into: &plaintext)
        try opener.finish(into: &plaintext)
        return plaintext
    }

    /// Seals what `read` delivers until it delivers nothing, and hands the file to `write` in parts.
    ///
    /// - Throws: ``SealingError``, or what `read` or `write` throw; what was written is not a sealed file then.
    public static func seal(
        to recipients: [SealingRecipient], reading read: () throws -> [UInt8], writing write: ([UInt8]) throws -> Void
    ) throws {
        var sealer = try Sealer(to: recipients)
        var output: [UInt8] = []
        var part = try read()
        while !part.isEmpty {
            try sealer.update(part.span, into: &output)
            if !output.isEmpty { try write(output) }
            output.removeAll(keepingCapacity: true)
            part = try read()
        }
        try sealer.finish(into: &output)
        try write(output)
    }

    /// Opens what `read` delivers until it delivers nothing, and hands the plaintext to `write` in parts.
    ///
    /// - Throws: ``SealingError``, or what `read` or `write` throw; discard everything that was written then.
    public static func open(
        with identities: [SealingIdentity], reading read: () throws -> [UInt8], writing write: ([UInt8]) throws -> Void
    ) throws {
        var opener = try Opener(with: identities)
        var output: [UInt8] = []
        var part = try read()
        while !part.isEmpty {
            try opener.update(part.span, into: &output)
            if !output.isEmpty { try write(output) }
            output.removeAll(keepingCapacity: true)
            part = try read()
        }
        try opener.finish(into: &output)
        if !output.isEmpty { try write(output) }
    }
}
