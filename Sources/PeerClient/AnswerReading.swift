internal import AsyncHTTPClient
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NodeAPI

/// An answer without its body, as far as the head tells.
struct AnswerHead: Sendable {
    let answer: PeerAnswer
    private let length: Int?

    /// Reads one.
    ///
    /// - Throws: ``AnswerFault`` for what does not answer the request.
    init(_ response: HTTPClientResponse, to request: PeerRequest) throws(AnswerFault) {
        let fields = response.headers
        length = fields.first(name: "content-length").flatMap { Int($0) }
        let status = HTTPResponse.Status(code: Int(response.status.code))
        let tag = try Self.tag(fields.first(name: "etag"))
        let place = try Self.place(fields.first(name: "content-range"), status, request, tag)
        if let length, length > CallLimits(of: request.call).answerBytes { throw .tooLong }
        answer = PeerAnswer(
            status: status, mediaType: try Self.mediaType(fields.first(name: "content-type"), status), entityTag: tag,
            firstByte: place.first, totalBytes: place.total ?? length.map { UInt64($0) },
            retryAfterSeconds: fields.first(name: "retry-after").flatMap { Int($0) }.map { min(max($0, 0), 86_400) })
    }

    /// Holds the length of the body against what was said of it.
    ///
    /// - Throws: ``AnswerFault``.
    func checks(_ count: Int) throws(AnswerFault) {
        if let length, length != count { throw .malformed }
        if answer.isContinuation, let total = answer.totalBytes, answer.firstByte + UInt64(count) != total { throw .malformed }
    }

    /// A part must go on exactly where it was asked to, in the whole that was meant.
    private static func place(
        _ text: String?, _ status: HTTPResponse.Status, _ request: PeerRequest, _ tag: String?
    ) throws(AnswerFault) -> (first: UInt64, total: UInt64?) {
        guard status == .partialContent else { return (0, nil) }
        guard let text, text.hasPrefix("bytes "), request.firstByte > 0, tag == request.entityTag else { throw .malformed }
        let halves = text.dropFirst(6).split(separator: "/")
        let ends = halves.first?.split(separator: "-").compactMap { UInt64($0) } ?? []
        guard halves.count == 2, ends.count == 2, let total = UInt64(halves[1]), ends[0] == request.firstByte,
            ends[1] >= ends[0], ends[1] + 1 == total
        else { throw .malformed }
        return (ends[0], total)
    }

    private static func tag(_ text: String?) throws(AnswerFault) -> String? {
        guard let text else { return nil }
        guard text.utf8.count > 2, text.utf8.count <= 200, text.hasPrefix("\""), text.hasSuffix("\"") else { throw .malformed }
        return String(text.dropFirst().dropLast())
    }

    private static func mediaType(_ text: String?, _ status: HTTPResponse.Status) throws(AnswerFault) -> MediaType {
        guard let text else { return .json }
        if let known = MediaType(rawValue: text) { return known }
        guard status.kind != .successful else { throw .malformed }
        return .text
    }
}

/// What is wrong with an answer.
enum AnswerFault: Error, Sendable, Hashable {
    case tooLong
    case malformed
}

/// What came could not be kept.
struct SinkFailure: Error {
    static func catching(_ take: () throws -> Void) throws(SinkFailure) {
        do { try take() } catch { throw SinkFailure() }
    }
}
