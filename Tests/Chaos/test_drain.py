"""SIGTERM under load: what was begun is answered, what is answered is kept, and the server ends well."""
import time

import crowd as crowds


def test_a_stop_answers_what_it_took(fresh_server):
    server = fresh_server.start()
    crowd = crowds.Crowd(server, server.key, crowds.new_organizations(server, 4))

    def stop(_):
        time.sleep(0.7)
        asked = time.time()
        return asked, server.stop(), time.time()

    asked, status, ended = crowd.write(stop)
    assert status == 0, "\n".join(server.output[-10:])
    assert ended - asked < 12, "a drain has ten seconds"
    dropped = [a for a in crowd.attempts if a.begin < asked - 0.05 and not a.acknowledged]
    assert not dropped, f"begun before the stop and not answered: {dropped[:3]} and {len(dropped)} in all"
    server.start()
    crowd.settle(crowd.unknown)
    crowds.assert_nothing_lost_or_doubled(server, crowd)
    server.verify()
