package import HTTPTypes
package import NodeAPI

extension PeerAnswer {
    /// The fields that say what the body is and how it may be kept.
    package func fields(for call: PeerCall?, requestID: String) -> HTTPFields {
        var fields = HTTPFields()
        let count = body.count
        if status != .noContent, status != .notModified {
            fields[.contentLength] = String(count)
            fields[.contentType] = mediaType.rawValue
        }
        if let entityTag { fields[.eTag] = "\"\(entityTag)\"" }
        if totalBytes != nil { fields[.acceptRanges] = "bytes" }
        if status == .partialContent, let totalBytes, count > 0 {
            fields[.contentRange] = "bytes \(firstByte)-\(firstByte + count - 1)/\(totalBytes)"
        }
        if let retryAfterSeconds { fields[.retryAfter] = String(retryAfterSeconds) }
        fields[.cacheControl] = isImmutable(call) ? "public, max-age=31536000, immutable" : "no-store"
        fields[.xContentTypeOptions] = "nosniff"
        fields[.requestID] = requestID
        return fields
    }

    /// Whole tiles never change; heads, and tiles that still grow, do.
    private func isImmutable(_ call: PeerCall?) -> Bool {
        guard isSuccess, case .logFile(let path) = call else { return false }
        return path.hasPrefix("tile/") && !path.contains(".p/")
    }
}

extension HTTPField.Name {
    /// Names the request in the logs of both sides.
    static let requestID = HTTPField.Name("X-Request-Id")!
}
