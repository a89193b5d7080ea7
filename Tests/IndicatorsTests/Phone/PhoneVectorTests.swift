import Foundation
import Indicators
import TestVectors
import Testing

@Suite struct `Phone vectors` {
    @Test func `give their canonical form or their reason`() {
        #expect(PhoneVector.all.count > 90)
        for vector in PhoneVector.all {
            do throws(IndicatorError) {
                #expect(try phoneForm(vector.input, vector.region) == vector.canonical, "\(vector)")
            } catch {
                #expect(error.reason.rawValue == vector.reason, "\(vector)")
            }
        }
    }

    @Test func `are canonical already once canonical, in any region`() throws {
        for canonical in PhoneVector.all.compactMap(\.canonical) {
            for region in [nil, "US", "BY", "AR", "ZZ"] {
                #expect(try phoneForm(canonical, region) == canonical, "\(region ?? "-")")
            }
        }
    }

    @Test func `come from the pinned plans`() {
        #expect(PhoneMetadata.version == "9.0.35")
    }
}

@Suite(.enabled(if: SharedVectors.arePresent)) struct `Shared phone vectors` {
    private struct Case: Decodable {
        let input: String
        let region: String?
        let e164: String?
    }

    /// Old spellings that libphonenumber refuses and the legacy rules bring up to date.
    private static let legacy = ["+52 1 55 1234 5678": "+525512345678", "+229 95 12 34 56": "+2290195123456"]

    @Test func `give libphonenumber's verdict`() throws {
        let cases = try SharedVectors.json("vectors/phone/e164_cases.json", as: [Case].self)
        #expect(cases.count == 1_477)
        for one in cases {
            #expect((try? phoneForm(one.input, one.region)) == one.e164 ?? Self.legacy[one.input], "\(one)")
        }
    }

    @Test func `of every calling code are canonical and of their region`() throws {
        let folder = try #require(SharedVectors.folder).appending(path: "vectors/phone/examples")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        var count = 0
        for file in files {
            let code = file.deletingPathExtension().lastPathComponent
            for row in Self.rows(try String(contentsOf: file, encoding: .utf8)) where row[1] != "NO_INTERNATIONAL_DIALLING" {
                let number = "+\(code)\(row[2])"
                guard (7...15).contains(number.utf8.count - 1) else { continue }
                #expect(try phoneForm(number) == number, "\(row)")
                let region = PhoneForm.region(of: Array(number.utf8).span)?.description
                #expect(region ?? "001" == row[0] || Self.shares(number, region), "\(number) of \(region ?? "-")")
                count += 1
            }
        }
        #expect(count > 1_100)
    }

    @Test func `of metadata know every calling code and its international prefix`() throws {
        let text = String(decoding: try SharedVectors.data("vectors/phone/metadata.csv"), as: UTF8.self)
        var dialled = 0
        for row in Self.rows(text) {
            #expect(phoneRefusal(Array("+\(row[0])0000000000000000000".utf8)) != .unknownCountryCode, "\(row[0])")
            if row.count > 4, row[1] != "001", row[4].allSatisfy(\.isNumber), !row[4].isEmpty {
                #expect(try phoneForm("\(row[4]) 44 20 7946 0000", row[1]) == "+442079460000", "\(row[1])")
                dialled += 1
            }
        }
        #expect(dialled > 150)
    }

    /// Regions under one calling code share number blocks that belong to the first of them.
    private static func shares(_ number: String, _ region: String?) -> Bool {
        region.map { (try? phoneForm(number, $0)) == number } ?? false
    }

    private static func rows(_ text: String) -> [[String]] {
        text.split(separator: "\n").dropFirst().map { line in
            line.split(separator: ";", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: " \""))
            }
        }
    }
}
