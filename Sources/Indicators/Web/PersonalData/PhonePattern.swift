/// Finds what looks like a phone number: a valid one behind a plus, or digits behind a name such as `phone=`.
///
/// Bare digits are not taken for a number; most in URLs count or identify something else.
enum PhonePattern {
    /// Where the first number at or after `start` begins.
    static func firstStart(in text: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "+") || ASCII.isDigit(byte), index == start || !isWordByte(text[index - 1]),
                isNumber(text, at: index, from: start)
            {
                return index
            }
            index += 1
        }
        return nil
    }

    private static func isNumber(_ text: Span<UInt8>, at index: Int, from start: Int) -> Bool {
        var digits = DigitRun()
        guard digits.read(text, at: index) else { return false }
        if PhoneParameterNames.name(endsIn: text, before: index, notBefore: start) { return true }
        return digits.hasPlus && digits.isValidNumber
    }

    private static func isWordByte(_ byte: UInt8) -> Bool { ASCII.isLetter(byte) || ASCII.isDigit(byte) }
}

/// Digits with the separators that people write between them.
private struct DigitRun {
    private(set) var hasPlus = false
    private var number: [UInt8] = []

    /// Reads 7 to 15 digits that no letter or digit follows.
    mutating func read(_ text: Span<UInt8>, at start: Int) -> Bool {
        var index = start
        hasPlus = text[start] == UInt8(ascii: "+")
        if hasPlus {
            number.append(text[start])
            index += 1
        }
        var digits = 0
        var separators = 0
        while index < text.count, separators < 3 {
            if ASCII.isDigit(text[index]) {
                number.append(text[index])
                digits += 1
                separators = 0
            } else if Self.isSeparator(text[index]), digits > 0 || hasPlus {
                separators += 1
            } else {
                break
            }
            index += 1
            if digits > 15 { return false }
        }
        let endsInLetter = index < text.count && separators == 0 && ASCII.isLetter(text[index])
        return (7...15).contains(digits) && !endsInLetter
    }

    /// Whether the number, country code included, is in use.
    var isValidNumber: Bool {
        var canonical: [UInt8] = []
        do throws(IndicatorError) {
            try PhoneForm.appendCanonical(of: number.span, region: nil, to: &canonical)
            return true
        } catch {
            return false
        }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"): true
        default: false
        }
    }
}

/// The names of parameters and path segments that say a phone number follows.
enum PhoneParameterNames {
    /// Whether such a name, with at most four signs such as `=`, `:`, `/` or quotes behind it, ends before `index`.
    static func name(endsIn text: Span<UInt8>, before index: Int, notBefore start: Int) -> Bool {
        var end = index
        while end > start, end > index - 4, isJoint(text[end - 1]) { end -= 1 }
        guard end < index else { return false }
        var name: [UInt8] = []
        while end > start, name.count <= longestName {
            let byte = text[end - 1]
            if ASCII.isLetter(byte) {
                name.append(byte | 0x20)
            } else if byte != UInt8(ascii: "_"), byte != UInt8(ascii: "-") {
                break
            }
            end -= 1
        }
        return names.contains(String(decoding: name.reversed(), as: UTF8.self))
    }

    private static func isJoint(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: " "): true
        default: false
        }
    }

    private static let names: Set<String> = [
        "callerid", "cell", "cellnumber", "cellphone", "celular", "contactnumber", "gsm", "mob", "mobile", "mobileno",
        "mobilenumber", "mobilephone", "movil", "msisdn", "phone", "phoneno", "phonenum", "phonenumber", "sms", "tel",
        "telefon", "telefone", "telefono", "telephone", "telno", "telnumber", "userphone", "whatsapp", "whatsappnumber",
    ]

    private static let longestName = 16
}
