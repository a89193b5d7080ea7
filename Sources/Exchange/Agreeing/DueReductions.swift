internal import Agreements
internal import CanonicalCoding
internal import Indicators

extension NodeAgreements {
    /// The reduced forms that some party of a group's agreements is due from a member, ascending by name.
    func reducedColumns(for member: MemberID, in group: GroupID, at time: Timestamp) -> [ReducedColumn] {
        let ruling = held.filter {
            $0.agreement.groups.contains(group) && $0.agreement.party(member) != nil && $0.isActive(at: time)
                && !$0.isSuperseded(at: time)
        }
        return Set(ruling.flatMap(\.agreement.reducedColumns)).sorted { $0.name < $1.name }
    }
}
