internal import Indicators

/// What is asked for one value, in order.
struct LookupPlan {
    struct Expression {
        let kind: IndicatorKind
        let canonical: [UInt8]
        /// The kind of rows that are looked at when they name it in their `alt` column.
        var alternativeOf: IndicatorKind?
        /// For a range, how many digits the number has that is looked up.
        var digitCount: Int?

        var text: String { String(decoding: canonical, as: UTF8.self) }
    }

    let expressions: [Expression]

    /// - Parameter text: the value as it was written, when its kind was guessed: an account is then asked for by id and by handle.
    init(_ named: NamedIndicator, alsoRead text: String? = nil) {
        let own = Expression(kind: named.kind, canonical: named.canonical)
        switch named.kind {
        case .url:
            expressions = URLExpressions.expressions(ofURL: named.canonical.span).map {
                Expression(kind: $0.kind, canonical: $0.canonical)
            }
        case .host:
            expressions = URLExpressions.expressions(ofHost: named.canonical.span).map {
                Expression(kind: $0.kind, canonical: $0.canonical)
            }
        case .domain:
            expressions = [own, Expression(kind: .host, canonical: named.canonical)]
        case .phone:
            expressions = [own] + Self.ranges(of: named.canonical)
        case .email:
            let mailbox = named.mailbox.map { Expression(kind: .mbox, canonical: $0, alternativeOf: .email) }
            expressions = [own] + [mailbox].compactMap { $0 }
        case .mbox:
            expressions = [Expression(kind: named.kind, canonical: named.canonical, alternativeOf: .email)]
        case .acct:
            expressions = [own] + Self.account(text, as: .handle)
        case .handle:
            expressions =
                [Expression(kind: named.kind, canonical: named.canonical, alternativeOf: .acct)] + Self.account(text, as: .acct)
        default:
            expressions = [own]
        }
    }

    private static func account(_ text: String?, as kind: IndicatorKind) -> [Expression] {
        guard let text, let other = try? NamedIndicator(text, kind: kind, region: nil) else { return [] }
        return [Expression(kind: kind, canonical: other.canonical, alternativeOf: kind == .handle ? .acct : nil)]
    }

    /// The ranges a number can lie in: its prefixes of five digits and more, longest first.
    private static func ranges(of number: [UInt8]) -> [Expression] {
        let digitCount = number.count - 1
        guard digitCount > shortestRangeDigits else { return [] }
        return (shortestRangeDigits..<digitCount).reversed().map { digits in
            Expression(kind: .phoneRange, canonical: Array(number.prefix(digits + 1)), digitCount: digitCount)
        }
    }

    private static let shortestRangeDigits = 5
}
