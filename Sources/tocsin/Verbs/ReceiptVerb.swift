import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry
import SignedBundles

/// `tocsin receipt`: what a receiver says became of a transfer.
struct ReceiptVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt", abstract: "Take in a receiver's receipt, or end a transfer that did not arrive.",
        discussion: """
            EXAMPLES
              tocsin receipt from-beta.receipt.json
              tocsin receipt --failed 5fb1…e0 --why 'the medium was lost'
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var secrets: PassphraseOptions
    @OptionGroup var who: PersonOptions
    @Option(name: .long, help: "The digest of a transfer in doubt that did not arrive.") var failed: String?
    @Option(name: .long, help: "With --failed: how you know.") var why: String?
    @Argument(help: "Receipts.", completion: .file()) var files: [String] = []

    func run() throws {
        guard (failed != nil) == (why != nil), (failed == nil) != files.isEmpty, why?.isEmpty != true,
            why.map({ $0.utf8.count <= QueryGrounds.limitBytes }) ?? true
        else {
            throw Failure(.usage, "name receipts, or one transfer with --failed and --why", hint: "see tocsin pending --in-doubt")
        }
        let node = try home.node(for: .writing, secrets: secrets)
        node.actor = try who.person()
        if let failed, let why { return try end(failed, why, node) }
        _ = try node.registry()  // what is wrong with the own registry is no fault of a receipt
        for file in files {
            do { try take(file, node) } catch let error where error is BundleError || error is RegistryError {
                let failure = Failure(explaining: error)
                throw Failure(
                    .inputRefused, "\(file) is no receipt that verifies: \(failure.message)",
                    hint: "name the receipt that the receiver wrote; if it does not verify, ask the receiver for it again",
                    protocolCode: failure.protocolCode)
            }
        }
    }

    private func take(_ file: String, _ node: Node) throws {
        let (receipt, state) = try node.takeReceipt(file)
        guard !output.json else {
            Terminal.say(json: [
                "code": .string(receipt.code), "file": .string(file), "state": .string(state.rawValue),
                "to": .string(receipt.to.name), "x": .string(receipt.transfer.hex),
            ])
            return
        }
        let code = receipt.code.isEmpty ? "" : " [\(receipt.code)]"
        Terminal.say("\(file): \(receipt.to.name) says \(receipt.state.rawValue)\(code); the transfer is \(state.rawValue)")
    }

    private func end(_ text: String, _ reason: String, _ node: Node) throws {
        guard let digest = Digest256(hex: text) else {
            throw Failure(
                .usage, "--failed is no digest of a transfer", hint: "64 hexadecimal digits; see tocsin pending --in-doubt")
        }
        try node.endTransfer(digest, because: reason)
        if output.json {
            Terminal.say(json: ["state": "failed", "x": .string(digest.hex)])
        } else {
            Terminal.say("the transfer is failed")
        }
    }
}
