// KeyOperations: how services prove who they are.

import RosterAPI
import RosterCore
import WellKnown

struct CreateKey: ModelCommand {
    let permissions: PermissionSet
    let ceiling: Int32
    let expire: Int64?

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.keysManage)
        needs.give(key: ceiling, permissions, until: expire)
        return needs
    }

    func judge(_ scene: Scene) throws { try refuse(expire.map { $0 <= scene.now } ?? false, .wrongState) }

    func apply(to model: inout NaiveModel, _ done: Done) {
        let made = done.made { event -> KeyID? in if case .keyCreated(let fact) = event.fact { fact.keyID } else { nil } }
        for id in made {
            model.keys[id] = NaiveModel.Key(organization: done.organization, permissions: permissions, ceiling: ceiling, expire: expire ?? 0)
        }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Keys.Create.self) { request in
            request.organizationID = draft.organization
            request.name = "key"
            request.permissions = permissions.permissions
            request.ceiling = ceiling
            request.expireTime = expire.map { Timestamp(nanosecondsSince1970: $0) }
        }
    }
}

/// Another name, other rights, another end. What is nil stays; an end of 0 is none.
struct UpdateKey: ModelCommand {
    let key: KeyID
    let name: String?
    let permissions: PermissionSet?
    let ceiling: Int32?
    let expire: Int64?

    func validate() throws {
        try refuse(name?.isEmpty == true || ceiling.map { !(0...100).contains($0) } == true, .invalidField)
        try refuse(permissions?.isDisjoint(with: [.platformKeys, .platformOrganizations]) == false, .invalidField)
    }

    private func changed(_ key: NaiveModel.Key) -> NaiveModel.Key {
        var key = key
        if let name { key.name = name }
        if let permissions { key.permissions = permissions }
        if let ceiling { key.ceiling = ceiling }
        if let expire { key.expire = expire }
        return key
    }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.keysManage, targets: [.key(key)])
        needs.key = key
        needs.allowsSelf = false
        if let changed = scene.model.keys[key].map(changed) { needs.give(key: changed.ceiling, changed.permissions, until: changed.expire) }
        return needs
    }

    func judge(_ scene: Scene) throws {
        guard let key = scene.model.keys[key] else { return }
        let changed = changed(key)
        try refuse(!key.isLive(at: scene.now) || changed.expire != key.expire && changed.expire != 0 && changed.expire <= scene.now, .wrongState)
    }

    func apply(to model: inout NaiveModel, _ done: Done) { model.keys[key] = model.keys[key].map(changed) }

    func call(_ draft: Draft) -> Call {
        draft.call(Keys.Update.self) { request in
            request.key = .with { message in
                message.organizationID = draft.organization
                message.keyID = key
                message.name = name ?? ""
                message.permissions = permissions?.permissions ?? []
                message.ceiling = ceiling ?? 0
                if let expire, expire != 0 { message.expireTime = Timestamp(nanosecondsSince1970: expire) }
            }
            let paths = [name.map { _ in "name" }, permissions.map { _ in "permissions" }, ceiling.map { _ in "ceiling" }, expire.map { _ in "expire_time" }]
            request.updateMask = FieldMask(paths: paths.compactMap { $0 })
        }
    }
}

struct RevokeKey: ModelCommand {
    let key: KeyID

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.keysManage, targets: [.key(key)])
        needs.key = key
        needs.allowsSelf = true
        needs.worksWhileInactive = true
        return needs
    }

    func judge(_ scene: Scene) throws { try refuse(scene.model.keys[key]?.isLive(at: scene.now) == false, .wrongState) }
    func apply(to model: inout NaiveModel, _ done: Done) { model.keys[key]?.isRevoked = true }
    func call(_ draft: Draft) -> Call { draft.call(Keys.Revoke.self) { $0.organizationID = draft.organization; $0.keyID = key } }
}

struct RotateKey: ModelCommand {
    let key: KeyID

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.keysManage, targets: [.key(key)])
        needs.key = key
        needs.allowsSelf = true
        guard let held = scene.model.keys[key] else { return needs }
        // The secret is shown; the owner has the say over every key of the organization, as far as the service goes.
        let isOwner = scene.caller.member.map { scene.account.owner == $0 } ?? false
        if !isOwner { needs.give(key: held.ceiling, held.permissions, until: held.expire) }
        return needs
    }

    func judge(_ scene: Scene) throws { try refuse(scene.model.keys[key]?.isLive(at: scene.now) == false, .wrongState) }
    func call(_ draft: Draft) -> Call { draft.call(Keys.Rotate.self) { $0.organizationID = draft.organization; $0.keyID = key } }
}
