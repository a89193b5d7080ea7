/// The signing input of DSSE version 1.
public enum DSSE {
    /// `"DSSEv1" ‖ " " ‖ len(type) ‖ " " ‖ type ‖ " " ‖ len(payload) ‖ " " ‖ payload`, lengths in decimal bytes.
    public static func preAuthenticationEncoding(payloadType: String, payload: [UInt8]) -> [UInt8] {
        var encoded = Array("DSSEv1 \(payloadType.utf8.count) \(payloadType) \(payload.count) ".utf8)
        encoded.reserveCapacity(encoded.count + payload.count)
        encoded.append(contentsOf: payload)
        return encoded
    }
}
