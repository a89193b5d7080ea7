import CanonicalCoding
import Foundation
import Indicators
import MergeEngine
import NodeStore
import SignedBundles
import Testing

/// Opening a store, sharing it, and what is left after a failure.
@Suite struct `Opening a store` {
    @Test func `for writing keeps other writers out and lets readers in`() throws {
        let world = try StoreWorld(seed: 3)
        let home = try TestHome(world)
        let writer = try home.open()
        #expect(throws: StoreError(.locked, action: "lock", path: home.storePath)) { try home.open() }
        let reader = try home.open(.reading)
        for stream in world.streams {
            try home.take(stream.bytes, into: writer)
            #expect(try reader.digest() == writer.digest())
        }
        #expect(throws: StoreError(.openedForReading, action: "write to", path: home.storePath)) {
            try reader.save(ChainState(publisher: #require(MemberID("org.a")), audience: #require(GroupID("lab"))))
        }
    }

    @Test func `again gives what was committed`() throws {
        let world = try StoreWorld(seed: 4)
        let home = try TestHome(world)
        var store: NodeStore? = try home.open()
        for stream in world.streams { try home.take(stream.bytes, into: #require(store)) }
        let digest = try store?.digest()
        let chains = try store?.chains()
        store = nil
        let again = try home.open()
        #expect(try again.digest() == digest)
        #expect(try again.chains() == chains)
        #expect(try again.chains().allSatisfy { $0.head != nil })
    }

    @Test func `refuses a missing file, a foreign file and a directory`() throws {
        let home = try TestHome(try StoreWorld())
        #expect(throws: StoreError.self) { try home.open(.reading) }
        try Data("this is no database, whatever its name says".utf8).write(to: URL(filePath: home.storePath))
        do {
            _ = try home.open()
            Issue.record("a foreign file was opened")
        } catch let error as StoreError {
            #expect(error.reason == .notAStore)
        }
        try FileManager.default.removeItem(atPath: home.storePath)
        try FileManager.default.createDirectory(atPath: home.storePath, withIntermediateDirectories: true)
        #expect(throws: StoreError.self) { try home.open() }
    }

    @Test func `keeps nothing of a stream that was staged and not committed`() throws {
        let world = try StoreWorld(seed: 5)
        let home = try TestHome(world)
        let store = try home.open()
        _ = try home.stage(world.streams[0].bytes, into: store)
        #expect(try store.digest() == StateDigest.empty)
        #expect(try store.chains().isEmpty)
        try home.take(world.streams[0].bytes, into: store)
        #expect(try store.digest() != StateDigest.empty)
    }

    @Test func `refuses to commit a stream whose bytes are not kept`() throws {
        let world = try StoreWorld(seed: 6)
        let home = try TestHome(world)
        let store = try home.open()
        let (staging, bundle) = try home.stage(world.streams[0].bytes, into: store)
        do {
            _ = try store.commit(staging, bundle, at: StoreWorld.time)
            Issue.record("bytes were committed that nobody keeps")
        } catch {
            #expect(error.reason == .bundleFileMissing)
        }
        #expect(try store.digest() == StateDigest.empty)
    }

    @Test func `says when a bundle file is gone that a claim stands in`() throws {
        let world = try StoreWorld(seed: 7)
        let home = try TestHome(world)
        let store = try home.open()
        for stream in world.streams { try home.take(stream.bytes, into: store) }
        try FileManager.default.removeItem(at: home.bundles)
        do {
            _ = try store.digest()
            Issue.record("a digest was made of cells that are gone")
        } catch {
            #expect(error.reason == .bundleFileMissing)
        }
    }

    @Test func `remembers when each stream was first taken, beside the stream itself`() throws {
        let world = try StoreWorld(seed: 8)
        let home = try TestHome(world)
        let store = try home.open()
        try home.take(world.streams[0].bytes, into: store)
        let (_, bundle) = try home.stage(world.streams[0].bytes, into: store)
        let path = store.path(ofStream: try #require(bundle.streamDigest), manifest: bundle.digest)
        #expect(NodeStore.firstTaken(streamAt: path) == StoreWorld.time)
    }
}
