// KeyService: the credentials of backend services.

import RosterAPI
import RosterCore

enum KeysService {
    static func register(_ services: inout ServiceRouter) {
        services.mutation(Keys.Create.self, secret: \.secret, of: \.key?.keyID)
        services.mutation(Keys.Update.self)
        services.mutation(Keys.Revoke.self)
        services.mutation(Keys.Rotate.self, secret: \.secret, of: \.key?.keyID)
        services.list(Methods.Keys.list, listing)
    }

    /// In the order in which they were made.
    private static let listing = Listing<ListKeysRequest, KeyRecord, Key>(
        fields: [
            "name": .text { key, _ in key.name },
            "state": .constant { key, reading in key.message(at: reading.time).state },
            "create_time": .time { key, _ in key.createTime },
        ],
        isHidden: { key, _ in key.revokeTime != 0 },
        count: { _, reading in reading.state.keys.count },
        elements: { request, reading in
            reading.state.keyOrder.compactMap { reading.state.keys[$0] }.filter { $0.organizationID == request.organizationID }
        },
        item: { key, reading in key.message(at: reading.time) })
}
