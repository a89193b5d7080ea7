import Indicators
import Testing

@Suite struct `IBANs` {
    @Test(arguments: registryExamples)
    func `of the registry are canonical`(text: String) throws {
        #expect(try form(text) == text)
        #expect(try form(text.lowercased()) == text)
    }

    @Test func `cover every country of the registry`() {
        #expect(Set(registryExamples.map { $0.prefix(2) }).count == 89)
    }

    /// A digit in place of a letter changes the length of the number behind the check, which can hide it.
    @Test(arguments: registryExamples)
    func `notice every digit changed to another and every letter`(text: String) {
        let bytes = Array(text.utf8)
        for position in bytes.indices {
            let substitutes = bytes[position] < 64 ? "0123456789*" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
            for byte in Array(substitutes.utf8) where byte != bytes[position] {
                var changed = bytes
                changed[position] = byte
                #expect(refusal(changed) != nil, "byte \(position) to \(byte)")
            }
        }
    }

    @Test(arguments: registryExamples)
    func `notice two neighbours changing places`(text: String) {
        let bytes = Array(text.utf8)
        for position in bytes.indices.dropLast() where bytes[position] != bytes[position + 1] {
            guard (bytes[position] < 64) == (bytes[position + 1] < 64) else { continue }
            var changed = bytes
            changed.swapAt(position, position + 1)
            #expect(refusal(changed) != nil, "byte \(position)")
        }
    }

    @Test(arguments: ["GB29 NWBK 6016 1331 9268 19", " gb29nwbk60161331926819 ", "GB29\u{a0}NWBK\t60161331926819"])
    func `lose their blanks`(text: String) throws {
        #expect(try form(text) == "GB29NWBK60161331926819")
    }

    @Test(arguments: [
        ("", IndicatorError.Reason.empty), ("   ", .notAnIBAN), ("GB29", .notAnIBAN), ("GB2", .notAnIBAN),
        ("1229NWBK60161331926819", .notAnIBAN), ("GBXXNWBK60161331926819", .notAnIBAN),
        ("US29NWBK60161331926819", .ibanCountry), ("ZZ29NWBK60161331926819", .ibanCountry),
        ("GB29NWBK6016133192681", .ibanLength), ("GB29NWBK601613319268190", .ibanLength),
        ("GB29NWB160161331926819", .ibanStructure), ("GB29NWBK6016133192681A", .ibanStructure),
        ("GB30NWBK60161331926819", .ibanChecksum), ("GB29-NWBK-6016-1331-9268-19", .notAnIBAN),
        ("GB29NWBK60161331926819\n", .notAnIBAN), ("MT84MALT011000012345MTLCAST001SAAAAA", .notAnIBAN),
        ("GB29NWBK6016133192681\u{663}", .notAnIBAN), ("IBANGB29NWBK60161331926819", .notAnIBAN),
    ])
    func `of another form are refused with the reason`(text: String, reason: IndicatorError.Reason) {
        #expect(refusal(Array(text.utf8)) == reason)
    }

    /// 00, 01 and 99 leave the same remainder as 97, 98 and 02, which alone are check digits.
    @Test func `have one pair of check digits`() throws {
        let accounts = (0..<2000).map { number -> String in
            let digits = String(number)
            return "10000000" + String(repeating: "0", count: 10 - digits.count) + digits
        }
        for account in accounts {
            let good = (0...99).filter { pair in
                let pairText = pair < 10 ? "0\(pair)" : "\(pair)"
                return refusal(Array("DE\(pairText)\(account)".utf8)) == nil
            }
            #expect(good.count == 1)
        }
    }

    private func form(_ text: String) throws(IndicatorError) -> String {
        var output: [UInt8] = []
        try IBANForm.appendCanonical(of: Array(text.utf8).span, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private func refusal(_ bytes: [UInt8]) -> IndicatorError.Reason? {
        var output: [UInt8] = []
        do throws(IndicatorError) {
            try IBANForm.appendCanonical(of: bytes.span, to: &output)
            return nil
        } catch {
            return output.isEmpty ? error.reason : nil
        }
    }
}

/// The examples of the registry's entries, one a country.
private let registryExamples = """
    AD1200012030200359100100 AE070331234567890123456 AL47212110090000000235698741 AT611904300234573201 \
    AZ21NABZ00000000137010001944 BA391290079401028494 BE68539007547034 BG80BNBG96611020345678 BH67BMAG00001299123456 \
    BI4210000100010000332045181 BR1800360305000010009795493C1 BY13NBRB3600900000002Z00AB00 CH9300762011623852957 \
    CR05015202001026284066 CY17002001280000001200527600 CZ6508000000192000145399 DE89370400440532013000 \
    DJ2100010000000154000100186 DK5000400440116243 DO28BAGR00000001212453611324 EE382200221020145685 \
    EG380019000500000000263180002 ES9121000418450200051332 FI2112345600000785 FK88SC123456789012 FO6264600001631634 \
    FR1420041010050500013M02606 GB29NWBK60161331926819 GE29NB0000000101904917 GI75NWBK000000007099453 \
    GL8964710001000206 GR1601101250000000012300695 GT82TRAJ01020000001210029690 HN88CABF00000000000250005469 \
    HR1210010051863000160 HU42117730161111101800000000 IE29AIBK93115212345678 IL620108000000099999999 \
    IQ98NBIQ850123456789012 IS140159260076545510730339 IT60X0542811101000000123456 JO94CBJO0010000000000131000302 \
    KW81CBKU0000000000001234560101 KZ86125KZT5004100100 LB62099900000001001901229114 \
    LC55HEMM000100010012001200023015 LI21088100002324013AA LT121000011101001000 LU280019400644750000 \
    LV80BANK0000435195001 LY83002048000020100120361 MC5811222000010123456789030 MD24AG000225100013104168 \
    ME25505000012345678951 MK07250120000058984 MN121234123456789123 MR1300020001010000123456753 \
    MT84MALT011000012345MTLCAST001S MU17BOMM0101101030300200000MUR NI45BAPR00000013000003558124 NL91ABNA0417164300 \
    NO9386011117947 OM810180000001299123456 PK36SCBL0000001123456702 PL61109010140000071219812874 \
    PS92PALS000000000400123456702 PT50000201231234567890154 QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 \
    RS35260005601001611379 RU0304452522540817810538091310419 SA0380000000608010167519 \
    SC18SSCB11010000000000001497USD SD2129010501234001 SE4550000000058398257466 SI56263300012039086 \
    SK3112000000198742637541 SM86U0322509800000000270100 SO211000001001000100141 ST23000100010051845310146 \
    SV62CENR00000000000000700025 TL380080012345678910157 TN5910006035183598478831 TR330006100519786457841326 \
    UA213223130000026007233566001 VA59001123000012345678 VG96VPVG0000012345678901 XK051212012345678906 \
    YE15CBYE0001018861234567891234
    """.split(separator: " ").map(String.init)
