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

    /// The sums, one by one, of two lists of as many points.
    ///
    /// - Returns: nothing where a sum is infinity, which honest answers never give.
    public static func sums(_ left: [GroupElement], _ right: [GroupElement]) -> [GroupElement]? {
        precondition(left.count == right.count)
        let room = CurveRoom()
        var sums: [GroupElement] = []
        sums.reserveCapacity(left.count)
        for (one, two) in zip(left, right) {
            let sum = unsafe GroupElement(owning: room.newPoint())
            precondition(unsafe EC_POINT_add(Curve.group, sum.pointer, one.pointer, two.pointer, room.context) == 1)
            guard unsafe EC_POINT_is_at_infinity(Curve.group, sum.pointer) == 0 else { return nil }
            sums.append(sum)
        }
        makeAffine(sums, room)
        return sums
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
