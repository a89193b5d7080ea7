import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Foundation
import LedgerFiles
import TransparencyLog

/// `tocsin-verify export`: an export of an audit log, held against the manifest that the log's key signed.
struct VerifyExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Check an export of an audit log. Exit code 0 for OK, 1 for every other verdict, 3 for none.",
        discussion: """
            The manifest is FILE.manifest unless it is given. It names the filter, the number of rows, the digest of the file and the \
            tree. Rows of JSON Lines are also checked one by one: index, order, filter, and that the details give what the entry \
            commits to; when all entries were exported, their root is the tree's. Without --policy the key is the manifest's own word.

            EXAMPLES
              tocsin-verify export --policy partners.policy november.jsonl
              tocsin-verify export --json november.csv
            """)

    @Option(name: .long, help: "The logs you trust.", completion: .file()) var policy: String?
    @Option(name: .long, help: "The manifest; default: FILE.manifest.", completion: .file()) var manifest: String?
    @Flag(name: .long, help: "One JSON document.") var json = false
    @Argument(help: "The export.", completion: .file()) var file: String

    func run() throws {
        var keys: [NoteKey] = []
        if let policy {
            do throws(LedgerFault) { keys = try LedgerCheck.policy(ofFile: policy).logs } catch {
                throw InputError(message: "\(error)", hint: "see docs/spec/ledger.md for the form of a policy")
            }
            guard !keys.isEmpty else { throw InputError(message: "\(policy) names no log", hint: "add a line `log KEY`") }
        }
        let path = manifest ?? file + ExportCheck.manifestSuffix
        let note = try FileReader.contents(of: path, limitBytes: SignedNote.limitBytes)
        var believed: ExportManifest?
        var fault: ExportCheck.Fault?
        do {
            let manifest = try ExportCheck.manifest(note, by: keys)
            believed = manifest
            try ExportCheck.check(file, against: manifest)
        } catch let found as ExportCheck.Fault {
            fault = found
        }
        let answer = json ? document(believed, fault).canonicalBytes() : Array(sentence(believed, fault).utf8)
        // A verdict that nobody got is no success.
        try StandardStream.writeResults(answer + [UInt8(ascii: "\n")])
        if fault != nil { throw ExitCode(1) }
    }

    private func document(_ manifest: ExportManifest?, _ fault: ExportCheck.Fault?) -> JSONValue {
        var object = JSONObject()
        object["verdict"] = .string(fault == nil ? "OK" : "BAD")
        object["key"] = .string(policy == nil ? "own" : "given")
        if let fault { object["code"] = .string(fault.code) }
        switch fault {
        case .row(let line), .filter(let line): object["line"] = .integer(Int64(clamping: line))
        default: break
        }
        if let manifest {
            object["filter"] = (try? StrictJSON.parse(Array(manifest.filter.utf8))) ?? .string(manifest.filter)
            object["format"] = .string(manifest.format.rawValue)
            object["origin"] = .string(manifest.tree.origin)
            object["root"] = .string(manifest.tree.root.hex)
            object["rows"] = .integer(Int64(clamping: manifest.rowCount))
            object["size"] = .integer(Int64(clamping: manifest.tree.size))
            object["withheld"] = .bool(manifest.isWithholding)
        }
        return .object(object)
    }

    private func sentence(_ manifest: ExportManifest?, _ fault: ExportCheck.Fault?) -> String {
        let remark = policy == nil ? "\nnote: the key is the manifest's own word; give yours with --policy" : ""
        if let fault { return "\(fault.code)  \(fault)" + remark }
        guard let manifest else { return "OK" + remark }
        let filter = manifest.filter == "{}" ? "all entries" : "filter \(manifest.filter)"
        return "OK  \(manifest.tree.origin): \(manifest.rowCount) rows, \(filter), of \(manifest.tree.size) entries, "
            + "root \(manifest.tree.root.hex)" + remark
    }
}
