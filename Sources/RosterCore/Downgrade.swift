// Downgrade: what rests on a feature that a change of plan takes away, and what becomes of it.

import RosterAPI

extension TreeState {
    /// The features that were lost by the subscription's last change, each with what rests on it now.
    func lostFeatures(of organization: OrganizationNode) -> [LostFeature] {
        let lost = FeatureSet(organization.record.plan?.previousFeatures ?? []).subtracting(organization.features)
        return lost.features.map { feature in
            .with { message in
                message.feature = feature
                message.uses = Int32(truncatingIfNeeded: organizations.values.reduce(0) { $0 + $1.uses(of: feature, at: time) })
                message.effect = feature.effectOfLoss
            }
        }
    }
}

extension OrganizationNode {
    /// How many things in the organization rest on a feature: people, roles, accounts, or the organization itself where it is on.
    func uses(of feature: Feature, at time: Int64) -> Int {
        switch feature {
        case .accountCenter: present { $0.role(at: time).rank >= OrganizationRole.manager.rank || $0.administration(at: time) != nil }
        case .ssoEdiCategory: present { $0.administration(at: time)?.categories.contains(.ssoEdi) ?? false }
        case .crmSync: present { $0.crmSync?.isEnabled ?? false }
        case .teamlink: settings.features?.teamlink ?? true ? 1 : 0
        case .smartLinks: settings.features?.smartLinks ?? true ? 1 : 0
        case .customRoles: customRoles.roles.count
        case .workspaces: resources.workspaces.count
        case .profileConnector: counts.limited
        case .subaccounts: children.count
        default: 0
        }
    }

    private func present(where isMeant: (MemberRecord) -> Bool) -> Int {
        members.values.count { $0.record.state != .removed && isMeant($0.record) }
    }
}

extension Feature {
    /// What becomes of the things that rest on it, in one sentence for people.
    var effectOfLoss: String {
        switch self {
        case .accountCenter: "Nobody can open the account center; people keep their roles and licenses, and the subscription can be changed."
        case .sso: "Single sign-on can't be configured or used."
        case .ssoEdiCategory: "Administrators keep the category SSO_EDI; it can't be granted any more."
        case .crmSync: "Synchronisation with the CRM stops."
        case .crmImport: "People can't be added from a CRM."
        case .biExport: "Report data can't be read by other tools."
        case .teamlink: "TeamLink is switched off."
        case .smartLinks: "Smart Links are switched off."
        case .customRoles: "Custom roles go on for those who have them; they can't be made, changed or given."
        case .workspaces: "Workspaces go on hiding their resources; they can't be changed."
        case .profileConnector: "Limited users keep their connections; no more can be added."
        case .subaccounts: "Sub-accounts go on; no more can be created."
        default: ""
        }
    }
}
