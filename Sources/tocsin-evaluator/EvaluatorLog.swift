import CanonicalCoding
import Foundation
import LedgerFiles
import Logging

/// Log lines as JSON on standard error, one object a line. Messages are words of the program; what comes from outside is only ever a
/// checked name, a number or a code.
struct EvaluatorLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = JSONObject()
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) { line[key] = .string("\(value)") }
        line["level"] = .string(event.level.rawValue)
        line["event"] = .string("\(event.message)")
        line["time"] = .string(Date.now.formatted(.iso8601.time(includingFractionalSeconds: true)))
        StandardStream.writeMessage(String(decoding: line.canonicalBytes(), as: UTF8.self) + "\n")
    }
}
