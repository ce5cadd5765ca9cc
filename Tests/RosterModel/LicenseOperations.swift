// LicenseOperations: pools and who takes their seats.

import RosterAPI
import RosterCore

extension Scene {
    /// - Parameters:
    ///   - member: nil for one who is being made.
    ///   - made: how many licenses the same call makes before this one.
    ///   - freed: how many seats of the product the same call freed before this one.
    ///   - taken: how many seats of the product it took.
    func refuseAssignment(of product: String, to member: MemberID?, _ seat: SeatType, alsoMade made: Int = 0, freed: Int32 = 0, taken: Int32 = 0) throws {
        try refuse(seat != .standard, .seatType)
        if let member { try refuse(account.holds(member, product, at: now), .alreadyAssigned) }
        try refuse(account.used(product, at: now) - freed + taken >= account.pools[product] ?? 0, .seatsExhausted)
        try refuse(model.isCapReached(at: now, alsoMade: made), .assignmentCapReached)
    }
}

extension Done {
    var newLicenses: [LicenseID] {
        made { event in if case .licenseAssigned(let fact) = event.fact { fact.licenseID } else { nil } }
    }
}

struct Assign: ModelCommand {
    let members: [MemberID]
    let product: String
    let span: Stretch

    func validate() throws { try refuse(Set(members).count != members.count, .invalidField) }
    func needs(_ scene: Scene) -> Needs { Needs(.licensesAssign, targets: members.map { .member($0) }) }

    func judge(_ scene: Scene) throws {
        try scene.refuseOver(span)
        for (index, member) in members.enumerated() {
            guard let person = scene.person(member) else { continue }
            try refuse(person.state == .removed, .wrongState)
            try scene.refuseAssignment(of: product, to: member, person.seat, alsoMade: index, taken: Int32(index))
        }
    }

    func apply(to model: inout NaiveModel, _ done: Done) {
        for (member, license) in zip(members, done.newLicenses) { model.assigned(license, product, to: member, in: done.organization, span, at: done.now) }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Licenses.Assign.self) { request in
            request.organizationID = draft.organization
            if members.count == 1 { request.memberID = members[0] } else { request.memberIDs = members }
            request.productID = product
            request.period = span.period
        }
    }
}

struct Revoke: ModelCommand {
    let licenses: [LicenseID]

    func validate() throws { try refuse(Set(licenses).count != licenses.count, .invalidField) }
    func needs(_ scene: Scene) -> Needs { Needs(.licensesAssign, targets: licenses.map { .license($0) }) }
    func judge(_ scene: Scene) throws { for license in licenses { try refuse(scene.account.state(of: license, at: scene.now) == .revoked, .wrongState) } }
    func apply(to account: inout NaiveAccount, _ done: Done) { for license in licenses { account.licenses[license]?.state = .revoked } }

    func call(_ draft: Draft) -> Call {
        draft.call(Licenses.Revoke.self) { request in
            request.organizationID = draft.organization
            if licenses.count == 1 { request.licenseID = licenses[0] } else { request.licenseIDs = licenses }
        }
    }
}

struct Reassign: ModelCommand {
    let license: LicenseID
    let member: MemberID
    let span: Stretch

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.licensesAssign, targets: [.license(license), .member(member)])
        needs.named = .target(.license(license))
        return needs
    }

    func judge(_ scene: Scene) throws {
        guard let held = scene.account.licenses[license], let person = scene.person(member) else { return }
        try scene.refuseOver(span)
        try refuse(![.pending, .active].contains(scene.account.state(of: license, at: scene.now)), .wrongState)
        try refuse(held.member == member, .alreadyAssigned)
        try refuse(person.state == .removed, .wrongState)
        try scene.refuseAssignment(of: held.product, to: member, person.seat, freed: 1)
    }

    func apply(to model: inout NaiveModel, _ done: Done) {
        guard let product = model.accounts[done.organization]?.licenses[license]?.product, let new = done.newLicenses.first else { return }
        model.accounts[done.organization]?.licenses[license]?.state = .revoked
        model.assigned(new, product, to: member, in: done.organization, span, at: done.now)
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Licenses.Reassign.self) { request in
            request.organizationID = draft.organization
            request.licenseID = license
            request.memberID = member
            request.period = span.period
        }
    }
}

struct Activate: ModelCommand {
    let license: LicenseID

    func needs(_ scene: Scene) -> Needs { Needs(.licensesAssign, targets: [.license(license)]) }

    func judge(_ scene: Scene) throws {
        guard let held = scene.account.licenses[license] else { return }
        try refuse(held.state != .pending || !held.span.contains(scene.now) || scene.person(held.member)?.state == .pending, .wrongState)
    }

    func apply(to account: inout NaiveAccount, _ done: Done) { account.licenses[license]?.state = .active }
    func call(_ draft: Draft) -> Call { draft.call(Licenses.Activate.self) { $0.organizationID = draft.organization; $0.licenseID = license } }
}

struct Park: ModelCommand {
    let license: LicenseID

    func needs(_ scene: Scene) -> Needs { Needs(.licensesAssign, targets: [.license(license)]) }
    func judge(_ scene: Scene) throws { try refuse(scene.account.state(of: license, at: scene.now) != .active, .wrongState) }
    func apply(to account: inout NaiveAccount, _ done: Done) { account.licenses[license]?.state = .parked }
    func call(_ draft: Draft) -> Call { draft.call(Licenses.Park.self) { $0.organizationID = draft.organization; $0.licenseID = license } }
}

struct Unpark: ModelCommand {
    let license: LicenseID

    func needs(_ scene: Scene) -> Needs { Needs(.licensesAssign, targets: [.license(license)]) }

    func judge(_ scene: Scene) throws {
        guard let held = scene.account.licenses[license] else { return }
        try refuse(scene.account.state(of: license, at: scene.now) != .parked, .wrongState)
        try refuse(scene.account.used(held.product, at: scene.now) >= scene.account.pools[held.product] ?? 0, .seatsExhausted)
    }

    func apply(to account: inout NaiveAccount, _ done: Done) { account.licenses[license]?.state = .active }
    func call(_ draft: Draft) -> Call { draft.call(Licenses.Unpark.self) { $0.organizationID = draft.organization; $0.licenseID = license } }
}

struct UpdatePool: ModelCommand {
    let product: String
    let seats: Int32

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.licensesManagePools)
        needs.named = .pool(product)
        return needs
    }

    func judge(_ scene: Scene) throws { try refuse(scene.account.pools[product] != nil && seats < scene.account.used(product, at: scene.now), .seatsInUse) }
    func apply(to account: inout NaiveAccount, _ done: Done) { account.pools[product] = seats }

    func call(_ draft: Draft) -> Call {
        draft.call(Licenses.UpdatePool.self) { $0.organizationID = draft.organization; $0.productID = product; $0.purchased = seats }
    }
}
