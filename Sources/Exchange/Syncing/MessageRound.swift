internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import NodeAPI
internal import SignedBundles
internal import TransparencyLog

/// Messages that wait for the peer are delivered in the order in which they were written.
extension PeerRound {
    mutating func deliverMessages() async throws {
        var last: UInt64?
        var count = 0
        while count < MessageLimits.deliveredInARound {
            let waiting = try await waitingMessages(after: last)
            guard !waiting.isEmpty else { return }
            last = waiting.last?.message.entry
            count += waiting.count
            guard try await deliver(waiting) else { return }
        }
    }

    private struct Waiting: Sendable {
        let message: LoggedMessage
        /// Nothing when its file is gone.
        let bytes: [UInt8]?
    }

    /// The next few with what is to be sent, read at once, since opening the home costs more than reading.
    private func waitingMessages(after last: UInt64?) async throws -> [Waiting] {
        let (peer, memory, now) = (peer, memory, home.now())
        return try await home.work(.reading) { node, book, _ in
            let due = book.messages.waiting(for: peer).filter { message in
                last.map { message.entry > $0 } ?? true && !memory.rests(message.digest, at: now)
            }
            return try due.prefix(MessageLimits.readAtOnce).map { message in
                let path = node.paths.file(of: message)
                let isThere = Directory.exists(path)
                return Waiting(
                    message: message,
                    bytes: isThere ? try FileReader.contents(of: path, limitBytes: MessageLimits.fileBytes) : nil)
            }
        }
    }

    /// What was delivered is on record after each few; a round that breaks off before is answered the same the next time.
    ///
    /// - Returns: whether more may follow.
    private mutating func deliver(_ waiting: [Waiting]) async throws -> Bool {
        var events: [(message: LoggedMessage, event: LoggedEvent)] = []
        var mayGoOn = true
        var fault: (any Error)?
        do {
            for item in waiting where mayGoOn {
                try Task.checkCancellation()
                guard let bytes = item.bytes else {
                    events.append((item.message, .failed(item.message, "the file is gone")))
                    continue
                }
                let answer = try await transport.send(PeerRequest(.giveMessage, body: .bytes(bytes)), to: peer)
                let event = judged(answer, of: item.message)
                event.map { events.append((item.message, $0)) }
                mayGoOn = event != nil || answer.problem.map { !$0.passes } ?? false
            }
        } catch { fault = error }
        try await log(events)
        if let fault { throw fault }
        return mayGoOn
    }

    /// What is to be logged of an answer. A no that will stay one ends the message; any other is asked again later, and keeps nothing
    /// else of the round from being done.
    private mutating func judged(_ answer: PeerAnswer, of message: LoggedMessage) -> LoggedEvent? {
        guard let problem = answer.problem else {
            if let notice = try? TakenNotice(parsing: answer.bytes), notice.id == message.id.hex {
                report.messageCount += 1
                return .delivered(message, notice)
            }
            return put(message, off: "no usable answer")
        }
        let code = problem.code.isEmpty ? problem.kind.rawValue : problem.code
        let isFinal = problem.isFinalForMessage || message.isTooOld(at: home.now())
        guard isFinal else { return put(message, off: code) }
        note(nil, .there, "a message: \(code)")
        return .failed(message, code)
    }

    private mutating func put(_ message: LoggedMessage, off code: String) -> LoggedEvent? {
        note(nil, .there, "a message: \(code)")
        memory.refused(message.digest, at: home.now())
        return nil
    }

    /// Another round may have ended one meanwhile.
    private func log(_ events: [(message: LoggedMessage, event: LoggedEvent)]) async throws {
        guard !events.isEmpty else { return }
        try await home.work(.writing) { node, book, _ in
            let open = Set(book.messages.items.filter { $0.state == .waiting }.map(\.entry))
            let due = events.filter { open.contains($0.message.entry) }.map(\.event)
            if !due.isEmpty { try node.log(due) }
        }
    }
}

extension LoggedEvent {
    fileprivate static func delivered(_ message: LoggedMessage, _ notice: TakenNotice) -> LoggedEvent {
        let entry: JSONValue = [.string(notice.origin), .integer(Int64(clamping: notice.entry))]
        return LoggedEvent(
            .messageDone, [(.recipient, .string(message.peer.name))], further: [("peer_entry", .item, entry)],
            reference: message.entry)
    }

    fileprivate static func failed(_ message: LoggedMessage, _ reason: String) -> LoggedEvent {
        LoggedEvent(
            .messageFail, [(.recipient, .string(message.peer.name)), (.reason, .string(reason))], reference: message.entry)
    }
}

extension Problem {
    /// Whether the same message would be refused again, whatever either side learns meanwhile: not so an unknown key, a registry that lags.
    fileprivate var isFinalForMessage: Bool {
        switch kind {
        case .conflict, .tooLarge: true
        case .unprocessable: !["E_KEY", "E_SCOPE", "E_SIG"].contains(code)
        default: false
        }
    }
}

extension LoggedMessage {
    fileprivate func isTooOld(at now: Timestamp) -> Bool {
        time.adding(seconds: MessageDocument.longestAgeSeconds) < now
    }
}
