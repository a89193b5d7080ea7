import ArgumentParser
import CanonicalCoding
import Foundation
import LedgerFiles
import TransparencyLog

/// `tocsin-verify receipt`: one entry, the way from it to a head, and the signatures on that.
struct VerifyReceipt: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Check the receipt of an entry. Exit code 0 for OK, 1 for every other verdict, 3 for none.",
        discussion: """
            The entry is the file of the same name that ends in .entry, the policy the policy.txt beside the receipt, unless they are \
            given. A policy from beside the receipt is the word of whoever sent it.

            EXAMPLES
              tocsin-verify receipt --policy partners.policy 1701.tlog-proof
              tocsin-verify receipt --entry 1701.entry --policy partners.policy \\
                1701.tlog-proof
            """)

    @Option(name: .long, help: "The bytes of the entry.", completion: .file()) var entry: String?
    @Option(name: .long, help: "The logs and witnesses you trust.", completion: .file()) var policy: String?
    @Flag(name: .long, help: "One JSON document.") var json = false
    @Argument(help: "The receipt, a .tlog-proof file.", completion: .file()) var file: String

    func run() throws {
        let receipt = URL(filePath: file)
        let entry = self.entry ?? receipt.deletingPathExtension().appendingPathExtension("entry").relativePath
        let trusted = self.policy ?? receipt.deletingLastPathComponent().appending(path: LedgerCheck.policyPath).relativePath
        try LedgerAnswer(json: json, policyIsOwn: policy == nil).give { () throws(LedgerFault) in
            try ReceiptCheck(policy: LedgerCheck.policy(ofFile: trusted)).report(ofReceipt: file, entry: entry)
        }
    }
}
