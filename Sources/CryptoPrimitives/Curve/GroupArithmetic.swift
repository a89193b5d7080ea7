internal import COpenSSL

/// What blinding, evaluating and proving do with points.
///
/// Products with secrets go one by one through `EC_POINT_mul`, whose time does not depend on the number. Sums of many products, which
/// are faster together and not constant in time, take public numbers only.
extension GroupElement {
    /// The generator times a secret number.
    public static func generator(times secrets: GroupScalars, at index: Int = 0) -> GroupElement {
        let room = CurveRoom()
        let point = unsafe room.newPoint()
        unsafe room.put(secrets[index], in: room.scalar)
        precondition(unsafe EC_POINT_mul(Curve.group, point, room.scalar, nil, nil, room.context) == 1)
        return unsafe GroupElement(owning: point)
    }

    /// Each point times the secret number of its place, or times the only one.
    ///
    /// - Returns: the products, in affine form, so that their bytes cost no inversion each.
    public static func products(_ points: [GroupElement], _ secrets: GroupScalars) -> [GroupElement] {
        precondition(secrets.count == 1 || secrets.count == points.count)
        let room = CurveRoom()
        if secrets.count == 1 { unsafe room.put(secrets[0], in: room.scalar) }
        let products = points.indices.map { index -> GroupElement in
            let product = unsafe room.newPoint()
            if secrets.count > 1 { unsafe room.put(secrets[index], in: room.scalar) }
            precondition(unsafe EC_POINT_mul(Curve.group, product, nil, points[index].pointer, room.scalar, room.context) == 1)
            return unsafe GroupElement(owning: product)
        }
        makeAffine(products, room)
        return products
    }

    /// The sums, one by one, of two lists of as many public points.
    ///
    /// - Returns: nothing where a sum is infinity, which honest answers never give.
    public static func sums(_ left: [GroupElement], _ right: [GroupElement]) -> [GroupElement]? {
        publicCombinations([(1, left), (1, right)])
    }

    /// Σ factor · point, one by one over lists of as many points, for small public factors other than nought: a few doublings and additions
    /// each, whose time depends on the factors.
    ///
    /// - Returns: nothing where a sum is infinity, which honest answers never give.
    public static func publicCombinations(_ parts: [(factor: Int, points: [GroupElement])]) -> [GroupElement]? {
        let count = parts.first?.points.count ?? 0
        precondition(parts.allSatisfy { $0.points.count == count && $0.factor != 0 })
        let room = CurveRoom()
        var sums: [GroupElement] = []
        sums.reserveCapacity(count)
        for index in 0..<count {
            let sum = unsafe GroupElement(owning: room.newPoint())
            precondition(unsafe EC_POINT_set_to_infinity(Curve.group, sum.pointer) == 1)
            for part in parts { sum.add(part.points[index], times: part.factor, room) }
            guard unsafe EC_POINT_is_at_infinity(Curve.group, sum.pointer) == 0 else { return nil }
            sums.append(sum)
        }
        return sums
    }

    /// Adds a multiple of another point. Only while the object is made.
    private func add(_ other: GroupElement, times factor: Int, _ room: borrowing CurveRoom) {
        let multiple = unsafe GroupElement(owning: room.newPoint())
        var isDone = unsafe EC_POINT_copy(multiple.pointer, other.pointer) == 1
        let magnitude = factor.magnitude
        for bit in (0..<(UInt.bitWidth - magnitude.leadingZeroBitCount - 1)).reversed() {
            isDone = unsafe isDone && EC_POINT_dbl(Curve.group, multiple.pointer, multiple.pointer, room.context) == 1
            guard magnitude >> UInt(bit) & 1 == 1 else { continue }
            isDone =
                unsafe isDone && EC_POINT_add(Curve.group, multiple.pointer, multiple.pointer, other.pointer, room.context) == 1
        }
        if factor < 0 { isDone = unsafe isDone && EC_POINT_invert(Curve.group, multiple.pointer, room.context) == 1 }
        isDone = unsafe isDone && EC_POINT_add(Curve.group, pointer, pointer, multiple.pointer, room.context) == 1
        precondition(isDone)
    }

    /// Σ number · point over public numbers and points, with the generator when it has a number.
    ///
    /// - Returns: nothing where the sum is infinity.
    public static func publicSum(
        _ terms: [(number: PublicScalar, point: GroupElement)], generator: PublicScalar? = nil
    ) -> GroupElement? {
        let room = CurveRoom()
        var numbers: [OpaquePointer?] = unsafe []
        defer { unsafe numbers.forEach { unsafe BN_free($0) } }
        for term in terms {
            let number = unsafe BN_new()
            if let number = unsafe number { unsafe room.put(term.number.limbs, in: number) }
            unsafe numbers.append(number)
        }
        if let generator { unsafe room.put(generator.limbs, in: room.other) }
        var points: [OpaquePointer?] = unsafe terms.map { unsafe $0.point.pointer }
        let sum = unsafe GroupElement(owning: room.newPoint())
        let isDone = unsafe EC_POINTs_mul(
            Curve.group, sum.pointer, generator == nil ? nil : room.other, terms.count, &points, &numbers, room.context)
        precondition(isDone == 1)
        guard unsafe EC_POINT_is_at_infinity(Curve.group, sum.pointer) == 0 else { return nil }
        return sum
    }

    /// `HashToGroup` of many messages (RFC 9497, section 4.3).
    ///
    /// - Parameter tag: the domain separation tag, at most 255 bytes.
    public static func hashing(_ messages: [[UInt8]], tag: [UInt8]) -> [GroupElement] {
        let room = CurveRoom()
        return HashToCurve.points(messages, tag: tag).map { affine in
            let point = unsafe room.newPoint()
            unsafe room.put(Modulus.field.left(affine.x), in: room.scalar)
            unsafe room.put(Modulus.field.left(affine.y), in: room.other)
            precondition(
                unsafe EC_POINT_set_affine_coordinates(Curve.group, point, room.scalar, room.other, room.context) == 1)
            return unsafe GroupElement(owning: point)
        }
    }

    /// One inversion for all of them (`EC_POINTs_make_affine`).
    private static func makeAffine(_ points: [GroupElement], _ room: borrowing CurveRoom) {
        var pointers: [OpaquePointer?] = unsafe points.map { unsafe $0.pointer }
        precondition(unsafe EC_POINTs_make_affine(Curve.group, pointers.count, &pointers, room.context) == 1)
    }
}
