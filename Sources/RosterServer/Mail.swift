// MailService: what waits to be delivered, for a service that delivers it.

import RosterAPI
import RosterCore

enum MailService {
    static func register(_ services: inout ServiceRouter) {
        services.mutation(Mail.LeaseOutbox.self) { response, catalogue in
            for index in response.mails.indices {
                let mail = response.mails[index]
                let token = catalogue.token(of: mail.invitationID, generation: mail.generation)
                response.mails[index].link = catalogue.link(organization: mail.organizationID, invitation: mail.invitationID, token: token)
            }
        }
        services.mutation(Mail.AckOutbox.self)
    }
}
