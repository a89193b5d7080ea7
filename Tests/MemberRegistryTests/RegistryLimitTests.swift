import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import Testing

/// Every limit of the documents of the root, at it and one past it.
@Suite struct `The limits of a registry` {
    private func tooMany(_ edit: (inout RegistryDocument) throws -> Void) throws -> RegistryError.Reason? {
        var document = try Federation().document
        try edit(&document)
        let bytes = document.canonicalBytes()
        return try refusal { _ = try RegistryDocument(parsing: bytes) }
    }

    private static func members(_ count: Int) throws -> [MemberEntry] {
        try (0..<count).map { MemberEntry(id: try Federation.member("m\($0)"), roles: [], keys: []) }
    }

    private static let edges = [0, 1]

    @Test(arguments: edges) func `hold for members and groups`(surplus: Int) throws {
        let expected: RegistryError.Reason? = surplus == 0 ? nil : .tooMany
        let members = try tooMany { $0.members += try Self.members(4_094 + surplus) }
        #expect(members == expected)
        let ofAGroup = try tooMany { document in
            let names = try Self.members(4_096 + surplus)
            document.members = Array(names.prefix(4_096))
            document.groups = [GroupEntry(id: try Federation.group("g"), members: names.map(\.id))]
        }
        #expect(ofAGroup == expected)
        let groups = try tooMany { document in
            document.groups = try (0..<4_096 + surplus).map { GroupEntry(id: try Federation.group("g\($0)"), members: []) }
        }
        #expect(groups == expected)
    }

    @Test(arguments: edges) func `hold for epochs, lists and resets`(surplus: Int) throws {
        let expected: RegistryError.Reason? = surplus == 0 ? nil : .tooMany
        let epochs = try tooMany { document in
            document.epochs = (0..<1_024 + surplus).map { EpochEntry(epoch: EpochNumber(UInt32($0)), digest: .zero) }
        }
        #expect(epochs == expected)
        let lists = try tooMany { $0.protectedLists = (0..<1_024 + surplus).map { SHA256.hash("\($0)") } }
        #expect(lists == expected)
        let resets = try tooMany { document in
            let (publisher, audience) = (try Federation.member("org.gone"), try Federation.group("g"))
            document.resets = (1...16_384 + surplus).map {
                ChainReset(publisher: publisher, audience: audience, sequence: Int64($0), digest: .zero)
            }
        }
        #expect(resets == expected)
    }

    @Test(arguments: edges) func `hold for keys and their scopes`(surplus: Int) throws {
        let expected: RegistryError.Reason? = surplus == 0 ? nil : .tooMany
        let keys = try tooMany { document in
            let keys = (0..<64 + surplus).map { number in
                Federation.memberKey(.age, [UInt8](repeating: 40, count: 31) + [UInt8(number)], use: .seal)
            }
            document.members.append(MemberEntry(id: try Federation.member("org.keys"), roles: [], keys: keys))
        }
        #expect(keys == expected)
        let scope = KeyScope(kinds: Set((0..<256 + surplus).map { "k\($0)" }), maxMarking: nil, until: nil)
        let kinds = try tooMany { document in
            let key = Federation.memberKey(.ed25519, try Federation.key(20).publicKey.bytes, scope: scope)
            document.members.append(MemberEntry(id: try Federation.member("org.scope"), roles: [], keys: [key]))
        }
        #expect(kinds == expected)
        let root = try tooMany { document in
            let keys = try (30..<46 + surplus).map {
                RootKey(algorithm: .ed25519, publicKey: try Federation.key($0).publicKey.bytes)
            }
            document.root = RootKeys(threshold: 2, keys: keys)
        }
        #expect(root == expected)
    }

    @Test(arguments: edges) func `hold for kinds and shares of an epoch`(surplus: Int) throws {
        let expected: RegistryError.Reason? = surplus == 0 ? nil : .tooMany
        var manyKinds = Federation.epoch()
        for number in 0..<254 + surplus { manyKinds.suites["k\(number)"] = .keyed }
        let kinds = manyKinds.canonicalBytes()
        #expect(try refusal { _ = try EpochDocument(parsing: kinds) } == expected)
        var manyShares = Federation.epoch()
        let point = [UInt8](repeating: 2, count: 33)
        manyShares.suites["phone"] = .thresholdVOPRF
        let shares = try (1...255 + surplus).map {
            EvaluatorKeys.Share(index: $0, party: try Federation.member("m\($0)"), publicKey: point)
        }
        manyShares.evaluators = EvaluatorKeys(threshold: 1, publicKey: point, shares: shares, commitments: [point])
        let bytes = manyShares.canonicalBytes()
        #expect(try refusal { _ = try EpochDocument(parsing: bytes) } == expected)
    }

    @Test(arguments: edges) func `hold for bytes before anything is read`(surplus: Int) throws {
        let isPast = surplus == 1
        let payload = [UInt8](repeating: UInt8(ascii: "x"), count: 4 << 20) + [UInt8](repeating: 0, count: surplus)
        #expect((try refusal { _ = try RegistryDocument(parsing: payload) } == .tooLarge) == isPast)
        #expect((try refusal { _ = try EpochDocument(parsing: payload) } == .tooLarge) == isPast)
        let envelope = try Federation().signed(try Federation().document.draft(), by: [0]).fileBytes()
        let blank = UInt8(ascii: " ")
        let padded = envelope + [UInt8](repeating: blank, count: (8 << 20) - envelope.count + surplus)
        #expect(try refusal { _ = try DSSEEnvelope(parsing: padded) } == (isPast ? .tooLarge : nil))
        let keys = [UInt8]("{}".utf8) + [UInt8](repeating: blank, count: (1 << 20) - 2 + surplus)
        #expect(try refusal { _ = try FixedKeyDirectory(parsing: keys.span) } == (isPast ? .tooLarge : nil))
        #expect((try refusal { _ = try RootKeys(parsing: keys) } == .tooLarge) == isPast)
        #expect((try refusal { _ = try MemberCard(parsing: keys) } == .tooLarge) == isPast)
    }
}
