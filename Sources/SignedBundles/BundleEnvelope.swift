internal import CanonicalCoding
internal import MemberRegistry

/// The first line of a bundle: a DSSE envelope around the manifest, in canonical JSON and padded base64 only.
enum BundleEnvelope {
    /// Reads the first line.
    ///
    /// - Throws: ``BundleError`` with `E_LIMIT`, `E_JSON` or `E_ENVELOPE`.
    static func parse(_ line: Span<UInt8>, limits: BundleLimits) throws(BundleError) -> DSSEEnvelope {
        let value: JSONValue
        do {
            value = try StrictJSON.parseCanonical(line, limits: .envelope)
        } catch {
            throw BundleError(error, line: 1, otherwise: .json, .notCanonicalJSON)
        }
        try checkLimits(value.object?["dsse"]?.object, limits: limits)
        guard let object = value.object, object.keys == ["dsse", "six"], object["six"]?.integer == 1,
            let signed = object["dsse"]
        else { throw BundleError(.envelope, line: 1, .envelopeShape) }
        let envelope: DSSEEnvelope
        do {
            envelope = try DSSEEnvelope(signed)
        } catch {
            throw BundleError(.envelope, line: 1, .envelopeShape)
        }
        guard envelope.payloadType.utf8.elementsEqual(Manifest.payloadType.utf8) else {
            throw BundleError(.envelope, line: 1, .payloadType)
        }
        guard envelope.payload.count <= limits.manifestBytes else {
            throw BundleError(.limit, line: 1, .payloadTooLong)
        }
        return envelope
    }

    /// Judges what can be counted before the envelope is opened.
    private static func checkLimits(_ envelope: JSONObject?, limits: BundleLimits) throws(BundleError) {
        if let count = envelope?["signatures"]?.array?.count, count > limits.signatures {
            throw BundleError(.limit, line: 1, .tooManySignatures)
        }
        if let count = envelope?["payload"]?.string?.utf8.count, count / 4 * 3 > limits.manifestBytes + 2 {
            throw BundleError(.limit, line: 1, .payloadTooLong)
        }
    }

    /// The bytes of a first line, without its LF.
    static func line(_ envelope: DSSEEnvelope) -> [UInt8] {
        let value: JSONValue = ["dsse": envelope.jsonValue, "six": 1]
        return value.canonicalBytes()
    }
}
