import Foundation
import Indicators
import TestVectors
import Testing

@Suite struct `Wallet vectors` {
    @Test func `are there for every kind`() {
        let kinds = Set(WalletVector.all.map(\.kind))
        #expect(kinds == Set(IndicatorKind.wallets.map(\.name)))
    }

    @Test func `give their canonical form or their reason`() throws {
        for vector in WalletVector.all {
            let kind = try IndicatorKind(parsing: vector.kind)
            var output: [UInt8] = []
            do throws(IndicatorError) {
                let notes = try WalletForm.read(Array(vector.input.utf8).span, kind: kind, to: &output)
                #expect(String(decoding: output, as: UTF8.self) == vector.canonical, "\(vector)")
                #expect(notes.paymentID == vector.paymentID, "\(vector)")
            } catch {
                #expect(error.reason.rawValue == vector.reason, "\(vector)")
                #expect(output.isEmpty)
            }
        }
    }

    @Test func `are canonical already once canonical`() throws {
        for vector in WalletVector.good {
            let kind = try IndicatorKind(parsing: vector.kind)
            #expect(try walletForm(vector.canonical ?? "", kind) == vector.canonical, "\(vector)")
        }
    }

    @Test func `are guessed to be of their kind`() throws {
        for vector in WalletVector.good {
            let guess = WalletForm.guess(Array((vector.canonical ?? "").utf8).span)
            #expect(guess?.name == vector.kind, "\(vector)")
        }
    }

    @Test func `of another wallet kind are not taken for one`() throws {
        for vector in WalletVector.good {
            for kind in IndicatorKind.wallets where kind.name != vector.kind && kind != .sol {
                #expect(walletRefusal(Array((vector.canonical ?? "").utf8), kind) != nil, "\(vector) as \(kind)")
            }
        }
    }
}

@Suite(.enabled(if: SharedVectors.arePresent)) struct `Shared wallet vectors` {
    private struct Address: Decodable {
        let network: String
        let input: String
        let ok: Bool
        let canonical: String?
        let eip55: String?
    }

    @Test func `of multi-coin test suites`() throws {
        let cases = try SharedVectors.json("vectors/wallets/addresses.json", as: [Address].self)
        #expect(cases.count > 150)
        for address in cases {
            let kind = try IndicatorKind(parsing: address.network)
            if address.ok {
                #expect(try walletForm(address.input, kind) == address.canonical, "\(address)")
            } else {
                #expect(walletRefusal(Array(address.input.utf8), kind) != nil, "\(address)")
            }
            if let checked = address.eip55 { #expect(try walletForm(checked, kind) == address.canonical, "\(address)") }
        }
    }

    private struct Bech32Cases: Decodable {
        struct Case: Decodable {
            let string: String
        }
        let segwit_valid: [Case]
        let segwit_invalid: [Case]
    }

    @Test func `of BIP 350`() throws {
        let cases = try SharedVectors.json("vectors/bip350/bech32m.json", as: Bech32Cases.self)
        #expect(cases.segwit_valid.count == 8 && cases.segwit_invalid.count == 15)
        for valid in cases.segwit_valid {
            if valid.string.lowercased().hasPrefix("tb1") {
                #expect(walletRefusal(Array(valid.string.utf8), .btc) == .testNetwork)
            } else {
                #expect(try walletForm(valid.string, .btc) == valid.string.lowercased())
            }
        }
        for invalid in cases.segwit_invalid {
            #expect(walletRefusal(Array(invalid.string.utf8), .btc) != nil, "\(invalid)")
        }
    }

    @Test func `of EIP 55`() throws {
        for address in try SharedVectors.json("vectors/eip55/eip55.json", as: [String].self) {
            #expect(try walletForm(address, .evm) == address.lowercased())
        }
    }

    @Test func `of bitcoinj's legacy addresses`() throws {
        let text = String(decoding: try SharedVectors.data("vectors/base58/LegacyAddressTestDataset.txt"), as: UTF8.self)
        let addresses = text.split { $0 == "," || $0.isNewline }.map(String.init)
        #expect(addresses.count > 60)
        for address in addresses { #expect(try walletForm(address, .btc) == address) }
    }
}
