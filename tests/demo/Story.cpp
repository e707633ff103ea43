// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/demo/Story.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace letterlock::demo {

namespace {

QString filled(QString line, QRandomGenerator &random)
{
    static const QStringList days{u"Monday"_s, u"Tuesday"_s, u"Wednesday"_s, u"Thursday"_s, u"Friday"_s, u"Saturday"_s};
    static const QStringList months{u"mars"_s, u"april"_s, u"maj"_s, u"juni"_s, u"oktober"_s};
    line.replace("{day}"_L1, days[random.bounded(days.size())]);
    line.replace("{month}"_L1, months[random.bounded(months.size())]);
    line.replace("{n}"_L1, QString::number(2 + random.bounded(22)));
    return line;
}

StoryConversation conversation(const QJsonObject &person, const QDateTime &end, int days, QRandomGenerator &random)
{
    StoryConversation told{person["user"_L1].toString(), person["name"_L1].toString(), {}};
    const auto dialogues = person["dialogues"_L1].toArray();
    for (int day = days; day > 0; --day) {
        // Some weeks are lively, some silent.
        if (random.bounded(100) >= 18 + 14 * ((day / 23) % 3)) {
            continue;
        }
        auto time = end.addDays(-day);
        time.setTime(QTime(8 + random.bounded(13), random.bounded(60), random.bounded(60), random.bounded(1000)));
        for (const auto &line : dialogues[random.bounded(int(dialogues.size()))].toArray()) {
            const auto text = line.toString();
            time = time.addMSecs(20000 + random.bounded(240000));
            told.messages.append({time, text.startsWith(u'<'), filled(text.mid(2), random)});
        }
    }
    return told;
}

} // namespace

Story Story::tell(const QByteArray &json, const QDateTime &end, int days, quint32 seed)
{
    const auto object = QJsonDocument::fromJson(json).object();
    QRandomGenerator random(seed);
    Story story{
        object["account"_L1].toString(), object["accountName"_L1].toString(), object["partner"_L1].toString(), {}, {}};
    for (const auto &answer : object["answers"_L1].toArray()) {
        story.answers.append(answer.toString());
    }
    for (const auto &person : object["people"_L1].toArray()) {
        story.conversations.append(conversation(person.toObject(), end, days, random));
    }
    return story;
}

int Story::messageCount() const
{
    int count = 0;
    for (const auto &told : conversations) {
        count += int(told.messages.size());
    }
    return count;
}

} // namespace letterlock::demo
