import Foundation
import Indicators
import TestVectors
import Testing

@Suite struct `Phone numbers` {
    @Test(arguments: UInt64(0)..<32)
    func `keep their form when read again`(seed: UInt64) throws {
        var generator = SplitMix64(state: seed)
        var accepted = 0
        for _ in 0..<2_000 {
            let region = Self.regions.randomElement(using: &generator)
            guard let form = try? phoneForm(Self.number(using: &generator), region) else { continue }
            accepted += 1
            #expect(try phoneForm(form) == form)
            #expect(try phoneForm(form, region) == form)
            #expect((8...16).contains(form.utf8.count))
        }
        #expect(accepted > 20)
    }

    @Test(arguments: UInt64(0)..<16)
    func `of any bytes are read or refused, never more`(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...40, using: &generator)
            let bytes = (0..<count).map { _ in
                Bool.random(using: &generator)
                    ? Self.telling.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255, using: &generator)
            }
            var output = Array("kept".utf8)
            do throws(IndicatorError) {
                try PhoneForm.appendCanonical(of: bytes.span, region: RegionCode("US"), to: &output)
                #expect((12...20).contains(output.count) && output[4] == UInt8(ascii: "+"))
            } catch {
                #expect(output == Array("kept".utf8) && error.byteCount == count)
            }
        }
    }

    @Test func `have at most fifteen digits and at least seven`() throws {
        #expect(try phoneForm("+4915123456789") == "+4915123456789")
        #expect(try phoneForm("+62" + "8071234567") == "+628071234567")
        // Valid plans go beyond: Germany allows 15 digits after the calling code, Austria 4.
        for national in ["16812345678901", "16912345678901"] {
            #expect(phoneRefusal(Array("+49\(national)".utf8)) == .phoneTooLong)
        }
        #expect(phoneRefusal(Array("+431113".utf8)) == .phoneTooShort)
    }

    @Test func `are read up to a thousand bytes`() throws {
        let blanks = String(repeating: " ", count: 988)
        #expect(try phoneForm("+1212\(blanks)5550100") == "+12125550100")
        #expect(phoneRefusal(Array("+1212\(blanks) 5550100".utf8)) == .tooLong)
    }

    @Test func `are read quickly however hostile`() {
        for filling in [
            ",", " ", "-", "x", ";", ";isub", "/ x", "/  ", "\u{A0}", "\u{FF58}", "1;", "ext ", "#", "+", ";phone-context=",
        ] {
            let text = "+12125550100" + String(repeating: filling, count: 980 / filling.utf8.count) + "1"
            let started = ContinuousClock.now
            _ = phoneRefusal(Array(text.utf8.prefix(1_000)))
            #expect(ContinuousClock.now - started < .milliseconds(50), "\(filling)")
        }
    }

    @Test func `do not show in an error`() {
        let error = #expect(throws: IndicatorError.self) { try phoneForm("+1415555267") }
        #expect(error.map { !"\($0)".contains("415") } == true)
    }

    @Test(arguments: [
        ("+12125550100", "US"), ("+14165550100", "CA"), ("+18765550100", "JM"), ("+79123456789", "RU"),
        ("+77012345678", "KZ"), ("+390669812345", "VA"), ("+442079460000", "GB"), ("+441481960194", "GG"),
    ])
    func `belong to a region`(number: String, region: String) {
        #expect(PhoneForm.region(of: Array(number.utf8).span)?.description == region)
    }

    @Test(arguments: ["+80012345678", "+1012555010", "12125550100", "", "+", "x"])
    func `may belong to none`(number: String) {
        #expect(PhoneForm.region(of: Array(number.utf8).span) == nil)
    }

    private static func number(using generator: inout SplitMix64) -> String {
        let code = codes.randomElement(using: &generator) ?? ""
        let digits = (0..<Int.random(in: 5...12, using: &generator)).map { _ in
            String(Int.random(in: 0...9, using: &generator))
        }
        return code + digits.joined(separator: ["", "", " ", "-"].randomElement(using: &generator) ?? "")
    }

    private static let regions = ["US", "BY", "AR", "MX", "BR", "IT", "RU", "GB", "DE", "JP", "AU", "NF", "MG", "SM", "CI", "BJ"]
    private static let codes = [
        "", "+", "0", "8", "00", "011", "1", "+1", "+375", "+3758", "+54", "+549", "+52", "+521", "+55", "+550", "+39", "+390",
        "+7", "+78", "+44", "+49", "+81", "+86", "+91", "+229", "+225", "+261", "+672", "+378", "+36", "+3606", "+995", "+880",
        "+234", "+62", "+65", "+84", "+90", "+98", "+972", "+853", "+290", "+599",
    ]
    private static let telling = Array("0123456789+-() x;,.#~/\\*extEXT=isubtel:\t\n".utf8)
}

@Suite(.enabled(if: SharedVectors.arePresent)) struct `Phone feeds` {
    @Test(arguments: [("dontobi-de.txt", "DE", 0.9), ("turkish-spam-numbers.txt", "TR", 0.98), ("spamchile.csv", "CL", 0.75)])
    func `in lines are read nearly whole`(file: String, region: String?, share: Double) throws {
        let text = String(decoding: try SharedVectors.data("data/devset/phones/\(file)"), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).map { $0.prefix { $0 != "," } }.filter {
            $0.contains(where: \.isNumber)
        }
        #expect(Self.share(lines.map(String.init), region) >= share)
    }

    @Test func `in JSON are read nearly whole`() throws {
        let numbers = try SharedVectors.json("data/devset/phones/ftc-dnc-2021-04-17.json", as: [String].self)
        #expect(Self.share(numbers, "US") >= 0.9)
    }

    private static func share(_ numbers: [String], _ region: String?) -> Double {
        let refused = numbers.compactMap { phoneRefusal(Array($0.utf8), region) }
        return 1 - Double(refused.count) / Double(numbers.count)
    }
}
