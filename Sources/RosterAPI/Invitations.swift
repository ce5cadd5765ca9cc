// The messages of InvitationService about invitations that were made.

public import WellKnown
public import Wire

/// The request of ``Methods/Invitations/get``.
public struct GetInvitationRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.GetInvitationRequest"
    public var organizationID = OrganizationID()
    public var invitationID = InvitationID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "invitation_id", &invitationID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Invitations/get``.
public struct GetInvitationResponse: ReadResponse {
    public static let protoName = "roster.v1.GetInvitationResponse"
    public var invitation: Invitation?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "invitation", &invitation)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Invitations/list``.
public struct ListInvitationsRequest: ListRequest, ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ListInvitationsRequest"
    public var organizationID = OrganizationID()
    /// 1 to 1000; 0 stands for 50.
    public var pageSize: Int32 = 0
    public var pageToken = ""
    public var filter = ""
    public var orderBy = ""
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(10, "page_size", &pageSize)
        try v.field(11, "page_token", &pageToken)
        try v.field(12, "filter", &filter)
        try v.field(13, "order_by", &orderBy)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Invitations/list``.
public struct ListInvitationsResponse: ListResponse, ReadResponse {
    public static let protoName = "roster.v1.ListInvitationsResponse"
    public var invitations: [Invitation] = []
    /// Empty on the last page.
    public var nextPageToken = ""
    public var totalSize: Int64 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "invitations", &invitations)
        try v.field(11, "next_page_token", &nextPageToken)
        try v.field(12, "total_size", &totalSize)
        try v.field(14, "revision", &revision)
    }

    public var items: [Invitation] {
        get { invitations }
        set { invitations = newValue }
    }
}

/// The request of ``Methods/Invitations/resend``.
public struct ResendInvitationRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ResendInvitationRequest"
    public var organizationID = OrganizationID()
    public var invitationID = InvitationID()
    /// Queue a mail with the new link.
    public var sendEmail = false
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "invitation_id", &invitationID)
        try v.field(3, "send_email", &sendEmail)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Invitations/resend``.
public struct ResendInvitationResponse: MutatingResponse {
    public static let protoName = "roster.v1.ResendInvitationResponse"
    public var invitation: Invitation?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "invitation", &invitation)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Invitations/revoke``.
public struct RevokeInvitationRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.RevokeInvitationRequest"
    public var organizationID = OrganizationID()
    public var invitationID = InvitationID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "invitation_id", &invitationID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Invitations/revoke``.
public struct RevokeInvitationResponse: MutatingResponse {
    public static let protoName = "roster.v1.RevokeInvitationResponse"
    public var invitation: Invitation?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "invitation", &invitation)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Invitations/getLink``.
public struct GetInvitationLinkRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.GetInvitationLinkRequest"
    public var organizationID = OrganizationID()
    public var invitationID = InvitationID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "invitation_id", &invitationID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Invitations/getLink``.
public struct GetInvitationLinkResponse: ReadResponse {
    public static let protoName = "roster.v1.GetInvitationLinkResponse"
    /// The address that the server is configured with, and behind it what Accept needs:
    /// `?organization=org_…&invitation=inv_…&token=…`.
    public var link = ""
    public var token = ""
    public var expireTime: Timestamp?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "link", &link)
        try v.field(2, "token", &token)
        try v.field(3, "expire_time", &expireTime)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Invitations/getUniversalLink``.
public struct GetUniversalLinkRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.GetUniversalLinkRequest"
    public var organizationID = OrganizationID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Invitations/getUniversalLink``.
public struct GetUniversalLinkResponse: ReadResponse {
    public static let protoName = "roster.v1.GetUniversalLinkResponse"
    /// As the link of an invitation, without the invitation.
    public var link = ""
    public var token = ""
    /// 1, and one more each time it was rotated.
    public var generation: Int32 = 0
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "link", &link)
        try v.field(2, "token", &token)
        try v.field(3, "generation", &generation)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Invitations/rotateUniversalLink``.
public struct RotateUniversalLinkRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.RotateUniversalLinkRequest"
    public var organizationID = OrganizationID()
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Invitations/rotateUniversalLink``.
public struct RotateUniversalLinkResponse: MutatingResponse {
    public static let protoName = "roster.v1.RotateUniversalLinkResponse"
    public var generation: Int32 = 0
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "generation", &generation)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Invitations/accept``.
public struct AcceptInvitationRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.AcceptInvitationRequest"
    public var organizationID = OrganizationID()
    /// Empty: the person's one pending invitation there.
    public var invitationID = InvitationID()
    /// Of the invitation's link; without an invitation, of the universal link. May be empty, since the service vouches for
    /// the person; one that is given must be the current one.
    public var token = ""
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "invitation_id", &invitationID)
        try v.field(3, "token", &token)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Invitations/accept``.
public struct AcceptInvitationResponse: MutatingResponse {
    public static let protoName = "roster.v1.AcceptInvitationResponse"
    public var invitation: Invitation?
    /// The member as it is from now on.
    public var member: Member?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "invitation", &invitation)
        try v.field(2, "member", &member)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Invitations/decline``.
public struct DeclineInvitationRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.DeclineInvitationRequest"
    public var organizationID = OrganizationID()
    /// As in AcceptInvitationRequest.
    public var invitationID = InvitationID()
    public var token = ""
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "invitation_id", &invitationID)
        try v.field(3, "token", &token)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Invitations/decline``.
public struct DeclineInvitationResponse: MutatingResponse {
    public static let protoName = "roster.v1.DeclineInvitationResponse"
    public var invitation: Invitation?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "invitation", &invitation)
        try v.field(15, "result", &result)
    }
}
