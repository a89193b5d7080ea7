public import CryptoPrimitives

/// The secret polynomial of one party of the key generation: its value at j is what party j gets of it (protocol P2).
public struct SharePolynomial: Sendable {
    let coefficients: GroupScalars
    /// The lowest power whose coefficient is not 0: 1 for a polynomial that refreshes.
    private let firstPower: Int

    /// How many evaluators make an answer together.
    public static let threshold = 2
    /// The numbers of the evaluators.
    public static let parties: ClosedRange<UInt8> = 1...3

    /// A new polynomial.
    public init() { self.init(coefficients: .random(count: Self.threshold)) }

    /// One that a test chose; the constant of one that refreshes is 0.
    package init(coefficients: GroupScalars, isRefreshing: Bool = false) {
        self.coefficients = coefficients
        firstPower = isRefreshing ? 1 : 0
    }

    /// A new polynomial whose value at 0 is 0: it refreshes shares and leaves the key as it is.
    public static func refreshing() -> SharePolynomial {
        SharePolynomial(coefficients: .randomWithoutConstant(count: threshold - 1), isRefreshing: true)
    }

    /// Reads what ``secret`` gave.
    ///
    /// - Returns: nothing where it is no polynomial of the kind.
    public init?(_ secret: SecretBytes, isRefreshing: Bool) {
        guard let coefficients = GroupScalars(joined: secret, isBehindNought: isRefreshing), coefficients.count == Self.threshold
        else { return nil }
        self.init(coefficients: coefficients, isRefreshing: isRefreshing)
    }

    /// The coefficients that are not 0, the lowest power first, for the file that keeps them while a ceremony runs.
    public var secret: SecretBytes {
        var bytes: [UInt8] = []
        bytes.reserveCapacity((coefficients.count - firstPower) * GroupScalars.byteCount)
        for index in firstPower..<coefficients.count {
            coefficients.bytes(at: index).withBytes { span in for place in span.indices { bytes.append(span[place]) } }
        }
        return SecretBytes(erasing: &bytes)
    }

    /// What it deals to a party.
    public func value(for party: UInt8) -> GroupScalars { coefficients.polynomialValue(at: party) }

    /// Its commitments, the lowest power first; the constant of a polynomial that refreshes is 0 and has none.
    public var commitments: ShareCommitments {
        let points = (firstPower..<coefficients.count).map { GroupElement.generator(times: coefficients, at: $0) }
        return ShareCommitments(points, firstPower: firstPower)
    }
}

/// Public commitments to the coefficients of a polynomial, or of a sum of polynomials.
public struct ShareCommitments: Sendable, Hashable {
    /// One point for each coefficient.
    public let points: [GroupElement]
    private let firstPower: Int

    /// Takes the points of a polynomial.
    ///
    /// - Parameter firstPower: the power of the first one: 0, or 1 for a polynomial that refreshes.
    public init(_ points: [GroupElement], firstPower: Int = 0) {
        self.points = points
        self.firstPower = firstPower
    }

    /// What is published before the points: `H("SIX1:dkc" ‖ points ‖ nonce)`. So nobody chooses its points after seeing those of others.
    public func digest(with nonce: Digest256) -> Digest256 {
        var hash = SHA256()
        hash.update("SIX1:dkc")
        for point in points { hash.update(point.bytes) }
        hash.update(nonce)
        return hash.finalize()
    }

    /// The public counterpart of the value at a place.
    ///
    /// - Returns: nothing where it is infinity, which no honest party makes.
    public func publicValue(for party: UInt8) -> GroupElement? {
        let place = PublicScalar(UInt32(party))
        var power = firstPower == 0 ? PublicScalar(1) : place
        var terms: [(number: PublicScalar, point: GroupElement)] = []
        for point in points {
            terms.append((power, point))
            power = power.product(place)
        }
        return GroupElement.publicSum(terms)
    }

    /// Whether a dealt value is that of the committed polynomial.
    public func holds(_ value: GroupScalars, for party: UInt8) -> Bool {
        publicValue(for: party) == GroupElement.generator(times: value)
    }

    /// The commitments to the sum of polynomials, coefficient by coefficient.
    ///
    /// - Returns: nothing where one is infinity.
    public static func sum(_ all: [ShareCommitments]) -> ShareCommitments? {
        guard var sum = all.first else { return nil }
        for other in all.dropFirst() {
            guard other.firstPower == sum.firstPower, other.points.count == sum.points.count,
                let points = GroupElement.sums(sum.points, other.points)
            else { return nil }
            sum = ShareCommitments(points, firstPower: sum.firstPower)
        }
        return sum
    }
}
