internal import BodyFlow
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NodeAPI

extension MemberResponder {
    func response(
        _ outcome: Outcome, to request: Request, on channel: any Channel, of connection: PeerConnection, _ record: CallRecord
    ) -> Response {
        var fields = outcome.answer.fields(for: outcome.call, requestID: record.requestID)
        if outcome.answer.status == .methodNotAllowed { fields[.allow] = request.method == .get ? "POST" : "GET" }
        if channel === connection.channel {
            if outcome.isLast || !outcome.isRead { fields[.connection] = "close" }
        } else if outcome.isLast {
            connection.wind()
        }
        let body = request.method == .head ? MessageBody.none : outcome.answer.body
        return Response(status: outcome.answer.status, headers: fields, body: sending(body, on: channel, record))
    }

    /// Writes piece by piece, each when the one before is on its way; closes on a peer that takes them too slowly.
    private func sending(_ body: MessageBody, on channel: any Channel, _ record: CallRecord) -> ResponseBody {
        let (limits, complaints) = (limits, complaints)
        return ResponseBody { writer in
            let pace = Pace(limits.pace)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await closing(channel, unless: pace, complaints) }
                defer { group.cancelAll() }
                for try await piece in BodyPieces(body) {
                    try await writer.write(piece)
                    pace.flowed(piece.readableBytes)
                    record.sent(piece.readableBytes)
                }
                try await writer.finish(nil)
            }
            record.completed()
        }
    }
}

private func closing(_ channel: any Channel, unless pace: Pace, _ complaints: Complaints) async {
    do { try await pace.watch() } catch is TooSlow {
        complaints.log(.slowReader)
        channel.close(promise: nil)
    } catch {}
}
