import CanonicalCoding
import Exchange
import MergeEngine

/// To whom a value was sent and what came back: a table for people, a JSON line each for programs.
enum TransferSheet {
    static func show(_ transfers: ItemTransfers, asJSON: Bool) {
        if asJSON {
            for transfer in transfers.shown { Terminal.say(json: json(transfer)) }
        } else if !transfers.shown.isEmpty {
            print(transfers.shown)
        }
        if transfers.goneCount > 0 {
            Terminal.noteWrapped(
                "note: transfers that may have shown it, their streams no longer kept: \(transfers.goneCount.grouped); see tocsin audit item"
            )
        }
        if transfers.damagedCount > 0 {
            Terminal.noteWrapped(
                "warning: kept streams that are not what left: \(transfers.damagedCount.grouped); see tocsin audit item")
        }
    }

    private static func print(_ transfers: [ItemTransfer]) {
        Terminal.say()
        var table = Table("sent to", "on", "transfer", "rows", "came back")
        for transfer in transfers {
            table.add(
                transfer.recipient, String(transfer.time.prefix(dayLength)), String(transfer.transfer.prefix(shortDigestLength)),
                transfer.kinds.joined(separator: ", "), words(for: transfer))
        }
        table.print()
    }

    private static func words(for transfer: ItemTransfer) -> String {
        let answer = transfer.answer
        var words = answer.state.rawValue
        if !answer.code.isEmpty { words += " [\(answer.code)]" }
        if !answer.time.isEmpty { words += " \(answer.time)" }
        switch transfer.retraction {
        case .applied: words += ", retraction applied"
        case .refused(let count): words += ", retractions refused: \(count.grouped)"
        case nil: break
        }
        return answer.isDamaged ? words + ", the kept receipt is damaged" : words
    }

    private static func json(_ transfer: ItemTransfer) -> JSONValue {
        let answer = transfer.answer
        var line: JSONObject = [
            "code": .string(answer.code), "entry": .integer(Int64(clamping: transfer.entry)),
            "manifest": .string(transfer.manifest),
            "receipt_damaged": .bool(answer.isDamaged), "receipt_time": .string(answer.time),
            "rows": .array(transfer.rows.map { ["claim": .string($0.claim.description), "type": .string($0.type.name)] }),
            "sent": .string(transfer.time), "state": .string(answer.state.rawValue), "to": .string(transfer.recipient),
            "transfer": .string(transfer.transfer),
        ]
        switch transfer.retraction {
        case .applied: line["retraction"] = "applied"
        case .refused: line["retraction"] = "refused"
        case nil: break
        }
        return .object(line)
    }

    private static let dayLength = 10
    private static let shortDigestLength = 16
}

extension ItemTransfer {
    /// What the rows are, each named once.
    fileprivate var kinds: [String] { Set(rows.map(\.type.name)).sorted() }
}
