internal import AsyncHTTPClient
internal import BodyFlow
internal import NIOCore
internal import NodeAPI

/// One request and its answer.
struct PeerExchange: Sendable {
    let client: HTTPClient
    let request: PeerRequest
    let message: HTTPClientRequest
    let sink: (any PieceSink)?
    let limits: ClientLimits

    func run() async throws -> PeerAnswer {
        let waiting = waitingMilliseconds
        return try await keeping(Pace(limits.pace, waitingMilliseconds: waiting)) { pace in
            let response = try await client.execute(uploading(pace), deadline: .distantFuture)
            pace.flowed(0)
            return try await answer(response, pace)
        }
    }

    /// A no is at most this long.
    private static let problemBytes = 64 << 10

    private var callLimits: CallLimits { CallLimits(of: request.call) }

    private var waitingMilliseconds: Int {
        limits.connectMilliseconds + (limits.deadlineMilliseconds ?? callLimits.deadlineSeconds * 1_000)
    }

    /// The request with its body, which is read as the connection takes it.
    private func uploading(_ pace: Pace) -> HTTPClientRequest {
        var message = message
        switch request.body {
        case .bytes(let bytes) where bytes.isEmpty: break
        case .bytes(let bytes) where bytes.count <= BodyPieces.pieceBytes: message.body = .bytes(ByteBuffer(bytes: bytes))
        case let body:
            let pieces = PacedPieces(pieces: BodyPieces(body), pace: pace, waitingMilliseconds: waitingMilliseconds)
            message.body = .stream(pieces, length: .known(Int64(clamping: body.count)))
        }
        return message
    }

    private func answer(_ response: HTTPClientResponse, _ pace: Pace) async throws -> PeerAnswer {
        let head = try AnswerHead(response, to: request)
        guard let sink, head.answer.isSuccess else { return try await collected(response.body, head, pace) }
        try SinkFailure.catching { try sink.begin(head.answer) }
        var count = 0
        for try await piece in response.body {
            pace.flowed(piece.readableBytes)
            count += piece.readableBytes
            guard count <= callLimits.answerBytes else { throw AnswerFault.tooLong }
            try SinkFailure.catching { try sink.take(Array(piece.readableBytesView)) }
        }
        try head.checks(count)
        return head.answer
    }

    private func collected(
        _ pieces: HTTPClientResponse.Body, _ head: AnswerHead, _ pace: Pace
    ) async throws -> PeerAnswer {
        let most = head.answer.isSuccess ? callLimits.answerBytes : Self.problemBytes
        var bytes: [UInt8] = []
        for try await piece in pieces {
            pace.flowed(piece.readableBytes)
            guard bytes.count + piece.readableBytes <= most else { throw AnswerFault.tooLong }
            bytes += piece.readableBytesView
        }
        try head.checks(bytes.count)
        var answer = head.answer
        answer.body = .bytes(bytes)
        return answer
    }
}

/// The pieces of a request's body; the pace is told of each, and that after the last one the other side may think.
private struct PacedPieces: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let pieces: BodyPieces
    let pace: Pace
    let waitingMilliseconds: Int

    func makeAsyncIterator() -> Iterator {
        Iterator(pieces: pieces.makeAsyncIterator(), pace: pace, waitingMilliseconds: waitingMilliseconds)
    }

    struct Iterator: AsyncIteratorProtocol {
        var pieces: BodyPieces.Iterator
        let pace: Pace
        let waitingMilliseconds: Int

        mutating func next() async throws -> ByteBuffer? {
            let piece = try await pieces.next()
            if let piece { pace.flowed(piece.readableBytes) } else { pace.waits(milliseconds: waitingMilliseconds) }
            return piece
        }
    }
}
