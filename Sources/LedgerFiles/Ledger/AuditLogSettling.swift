internal import CanonicalCoding
internal import TransparencyLog

extension AuditLog {
    /// Writes the files of what was committed; a failure is kept and met again by the next batch.
    ///
    /// When the disk was full, one more entry says so, and the log stops.
    func settle(at clock: EntryTime, using generator: inout some RandomNumberGenerator) {
        do throws(LedgerError) {
            try publishRest()
            guard isOutOfSpace, stop == nil else { return }
            isOutOfSpace = false
            let event = try Self.event(.stop, at: clock, who: settings.who, [(.reason, "no space left on the device")])
            _ = try commit([event], at: clock, using: &generator)
            try publishRest()
            stop = .stopped
        } catch {
            if error.isRefusal { stop = error }
        }
    }

    /// Publishes what was committed and not yet published.
    func publishRest() throws(LedgerError) {
        guard let growth = unpublished else { return }
        do throws(LedgerError) {
            try withReserve { () throws(LedgerError) in try store.publish(growth, head: head) }
        } catch {
            throw error.isRefusal ? stopped(by: error) : error
        }
        unpublished = nil
        try store.clearStaging()
    }

    /// Tries once more with the room of the reserve when the disk is full.
    func withReserve(_ step: () throws(LedgerError) -> Void) throws(LedgerError) {
        do throws(LedgerError) { try step() } catch {
            guard case .noSpace = error, try store.giveUpBallast() else { throw error }
            isOutOfSpace = true
            try step()
        }
    }

    /// What the clock showed when the last entry was written, if that was an earlier time than its own: then a step was acknowledged.
    /// Behind this, another step would have to be.
    func acknowledgedClock() throws(LedgerError) -> EntryTime? {
        guard let last = tail.lastTime, tail.size > 0 else { return nil }
        let clock = try reader.detail(at: tail.size - 1)[.clock]?.string.flatMap { EntryTime($0) }
        return ClockWatch.secondsBehind(clock ?? last, last) == nil ? nil : clock
    }
}

extension LedgerStore {
    /// Reserves room, if it is not there yet.
    func keepBallast(_ byteCount: Int) throws(LedgerError) {
        guard byteCount > 0 else { return }
        let names = try attempt { () throws(FileError) in try volume.names(in: "") }
        guard !names.contains(LedgerLayout.ballast) else { return }
        let file = try attempt { () throws(FileError) in try volume.create(LedgerLayout.ballast, access: .secret) }
        defer { volume.close(file) }
        do throws(FileError) { try volume.reserve(byteCount, for: file) } catch {
            try? volume.remove(LedgerLayout.ballast)
            throw LedgerError(error)
        }
        try sync(file)
        try syncDirectory("")
    }

    /// Gives the reserve up.
    ///
    /// - Returns: false when there is none.
    func giveUpBallast() throws(LedgerError) -> Bool {
        let names = try attempt { () throws(FileError) in try volume.names(in: "") }
        guard names.contains(LedgerLayout.ballast) else { return false }
        try attempt { () throws(FileError) in try volume.remove(LedgerLayout.ballast) }
        try syncDirectory("")
        return true
    }
}
