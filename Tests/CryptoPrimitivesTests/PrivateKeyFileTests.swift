import CryptoPrimitives
import Foundation
import Testing

@Suite struct `A private key file` {
    private static let passphrase = SecretBytes(copying: Array("correct horse".utf8))
    private static let openSSL = "/usr/bin/openssl"
    private static let hasOpenSSL = FileManager.default.isExecutableFile(atPath: openSSL)

    private static func keys() throws -> [PrivateKey] {
        [.ed25519(try Ed25519PrivateKey()), .p256(try P256PrivateKey()), .x25519(X25519.generate())]
    }

    private static func secret(_ key: PrivateKey) -> SecretBytes {
        switch key {
        case .ed25519(let key): key.seed
        case .p256(let key): key.scalar
        case .x25519(let secret): secret
        }
    }

    @Test func `opens as it was written, plain`() throws {
        for key in try Self.keys() {
            let file = try PrivateKeyFile.encode(key).withBytes { bytes in bytes.indices.map { bytes[$0] } }
            let opened = try PrivateKeyFile.decode(file)
            #expect(Self.secret(opened) == Self.secret(key))
            #expect(try !PrivateKeyFile.isEncrypted(file))
        }
    }

    @Test func `opens as it was written, encrypted`() throws {
        for key in try Self.keys() {
            let file = try PrivateKeyFile.encode(key, passphrase: Self.passphrase, cost: .weakForTests)
            #expect(try PrivateKeyFile.isEncrypted(file))
            let opened = try PrivateKeyFile.decode(file, passphrase: Self.passphrase)
            #expect(Self.secret(opened) == Self.secret(key))
            #expect(throws: PrivateKeyFileError.passphraseMissing) { try PrivateKeyFile.decode(file) }
            #expect(throws: PrivateKeyFileError.passphraseWrong) {
                try PrivateKeyFile.decode(file, passphrase: SecretBytes(copying: [1]))
            }
        }
    }

    @Test func `refuses other texts`() throws {
        let texts = [
            "", "-----BEGIN PRIVATE KEY-----\n", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n",
            String(repeating: "x", count: 70_000),
        ]
        for text in texts {
            #expect(throws: PrivateKeyFileError.malformed) {
                try PrivateKeyFile.decode(Array(text.utf8), passphrase: Self.passphrase)
            }
        }
    }

    @Test func `takes any changed byte or missing end without stopping the process`() throws {
        let key = try Ed25519PrivateKey()
        let file = try PrivateKeyFile.encode(.ed25519(key), passphrase: Self.passphrase, cost: .weakForTests)
        for position in stride(from: 0, to: file.count, by: 3) {
            var changed = file
            changed[position] ^= 1
            _ = try? PrivateKeyFile.decode(changed, passphrase: Self.passphrase)
        }
        for length in stride(from: 0, to: file.count - 2, by: 7) {
            #expect(throws: PrivateKeyFileError.self) {
                try PrivateKeyFile.decode(Array(file[..<length]), passphrase: Self.passphrase)
            }
        }
    }

    @Test(.enabled(if: hasOpenSSL), arguments: ["ed25519", "P-256", "x25519"])
    func `is exchanged with the command line of OpenSSL`(algorithm: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tocsin-key-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        func path(_ name: String) -> String { folder.appending(path: name).path }
        let options = algorithm == "P-256" ? ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"] : [algorithm]
        try run(["genpkey", "-algorithm"] + options + ["-out", path("theirs")])
        try run(["pkcs8", "-topk8", "-scrypt", "-in", path("theirs"), "-passout", "pass:correct horse", "-out", path("sealed")])
        let theirs = try PrivateKeyFile.decode(bytes(path("theirs")))
        let sealed = try PrivateKeyFile.decode(bytes(path("sealed")), passphrase: Self.passphrase)
        #expect(Self.secret(theirs) == Self.secret(sealed))

        let ours = try PrivateKeyFile.encode(theirs, passphrase: Self.passphrase, cost: .portable)
        try Data(ours).write(to: folder.appending(path: "ours"))
        let arguments = ["pkey", "-passin", "pass:correct horse", "-pubout", "-in"]
        #expect(try run(arguments + [path("ours")]) == run(arguments + [path("theirs")]))
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: path)))
    }

    @discardableResult
    private func run(_ arguments: [String]) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: Self.openSSL)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return data
    }
}
