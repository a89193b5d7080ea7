import ArgumentParser
import BundleFiles
import CanonicalCoding
internal import CryptoPrimitives
import Exchange
internal import Indicators
import LedgerFiles
import MemberRegistry
import SignedBundles

/// `tocsin bundle show`: who speaks to whom, and what is in it.
struct ShowBundleVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the head and the segments of a bundle, after verifying it.")

    @OptionGroup var source: BundleSourceOptions

    func run() throws {
        let summary = try source.summary()
        guard !source.output.json else {
            Terminal.say(json: summary.json)
            return
        }
        let head = summary.bundle.manifest
        Terminal.say("publisher  \(head.publisher.name), number \(head.sequence) for \(head.audience.name)")
        Terminal.say("digest     \(summary.bundle.digest.hex)")
        Terminal.say("created    \(head.created.rfc3339), to be accepted before \(head.expires.rfc3339)")
        Terminal.say("epoch      \(head.epoch)")
        Terminal.say("segments   \(summary.segments.count) of \(head.segments.count) shipped")
        Terminal.say()
        var table = Table("segment", "kind", "marking", "must", "rows", "shown", "columns")
        for segment in summary.segments {
            table.add(
                String(segment.index), segment.descriptor.kind, segment.descriptor.tlp, segment.isMust ? "must" : "-",
                segment.descriptor.rowCount.grouped, segment.shownRows.grouped,
                segment.descriptor.columns.map(\.name).joined(separator: ","))
        }
        table.print()
    }
}

/// `tocsin bundle stats`: cells and bytes.
struct StatsBundleVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Count the cells a bundle shows, by segment and column.")

    @OptionGroup var source: BundleSourceOptions

    func run() throws {
        let summary = try source.summary()
        guard !source.output.json else {
            Terminal.say(json: summary.json)
            return
        }
        var table = Table("segment", "kind", "column", "cells")
        for segment in summary.segments {
            for column in segment.descriptor.columns {
                table.add(
                    String(segment.index), segment.descriptor.kind, column.name, (segment.cells[column.name] ?? 0).grouped)
            }
        }
        table.print()
        Terminal.say("\(summary.bundle.rowCount.grouped) rows, \(summary.bundle.streamByteCount.grouped) bytes")
    }
}

/// A bundle to look into, and what it is checked against.
struct BundleSourceOptions: ParsableArguments {
    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var terms: BundleTermsOptions
    @Argument(help: "The bundle, or - for standard input.", completion: .file()) var file: String

    func summary() throws -> BundleSummary {
        let keys = try terms.directory { try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys).registry() }
        return try BundleSummary(ofFile: file, under: BundleTerms(keys: keys, audience: try terms.group(), at: try clock.time()))
    }
}
