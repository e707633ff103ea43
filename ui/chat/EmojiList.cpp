// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/EmojiList.h"

#include <algorithm>
#include <span>

namespace letterlock::ui {

namespace {

struct Entry {
    const char16_t *emoji;
    const char *name;
};

} // namespace

QList<EmojiList::Group> EmojiList::groups()
{
    static constexpr Entry smileys[] = {
        {u"😀", QT_TR_NOOP("grinning face")},
        {u"😃", QT_TR_NOOP("happy face")},
        {u"😄", QT_TR_NOOP("laughing eyes")},
        {u"😁", QT_TR_NOOP("beaming face")},
        {u"😆", QT_TR_NOOP("laughing")},
        {u"😅", QT_TR_NOOP("relieved laugh")},
        {u"🤣", QT_TR_NOOP("rolling with laughter")},
        {u"😂", QT_TR_NOOP("tears of joy")},
        {u"🙂", QT_TR_NOOP("slight smile")},
        {u"🙃", QT_TR_NOOP("upside-down smile")},
        {u"😉", QT_TR_NOOP("wink")},
        {u"😊", QT_TR_NOOP("smile with blush")},
        {u"😇", QT_TR_NOOP("halo")},
        {u"🥰", QT_TR_NOOP("face with hearts")},
        {u"😍", QT_TR_NOOP("heart eyes")},
        {u"😘", QT_TR_NOOP("kiss")},
        {u"😋", QT_TR_NOOP("tasty")},
        {u"😛", QT_TR_NOOP("tongue out")},
        {u"😜", QT_TR_NOOP("joking")},
        {u"🤗", QT_TR_NOOP("hug")},
        {u"🤭", QT_TR_NOOP("giggle")},
        {u"🤫", QT_TR_NOOP("hush")},
        {u"🤔", QT_TR_NOOP("thinking")},
        {u"🤐", QT_TR_NOOP("zipped mouth")},
        {u"🤨", QT_TR_NOOP("raised eyebrow")},
        {u"😐️", QT_TR_NOOP("neutral face")},
        {u"😏", QT_TR_NOOP("smirk")},
        {u"😒", QT_TR_NOOP("not amused")},
        {u"🙄", QT_TR_NOOP("rolling eyes")},
        {u"😬", QT_TR_NOOP("grimace")},
        {u"😌", QT_TR_NOOP("relieved")},
        {u"😔", QT_TR_NOOP("thoughtful")},
        {u"😴", QT_TR_NOOP("sleeping")},
        {u"🤒", QT_TR_NOOP("ill")},
        {u"🥳", QT_TR_NOOP("party")},
        {u"😎", QT_TR_NOOP("sunglasses")},
        {u"🤓", QT_TR_NOOP("nerd")},
        {u"😕", QT_TR_NOOP("confused")},
        {u"😟", QT_TR_NOOP("worried")},
        {u"😮", QT_TR_NOOP("astonished")},
        {u"😳", QT_TR_NOOP("embarrassed")},
        {u"🥺", QT_TR_NOOP("pleading")},
        {u"😨", QT_TR_NOOP("frightened")},
        {u"😢", QT_TR_NOOP("crying")},
        {u"😭", QT_TR_NOOP("loud crying")},
        {u"😱", QT_TR_NOOP("screaming")},
        {u"😩", QT_TR_NOOP("weary")},
        {u"😤", QT_TR_NOOP("snorting")},
        {u"😡", QT_TR_NOOP("angry")},
    };
    static constexpr Entry people[] = {
        {u"👋", QT_TR_NOOP("waving hand")},
        {u"👌", QT_TR_NOOP("perfect")},
        {u"✌️", QT_TR_NOOP("victory")},
        {u"🤞", QT_TR_NOOP("crossed fingers")},
        {u"👈", QT_TR_NOOP("pointing left")},
        {u"👉", QT_TR_NOOP("pointing right")},
        {u"👆", QT_TR_NOOP("pointing up")},
        {u"👇", QT_TR_NOOP("pointing down")},
        {u"👍", QT_TR_NOOP("thumbs up")},
        {u"👎", QT_TR_NOOP("thumbs down")},
        {u"✊", QT_TR_NOOP("raised fist")},
        {u"👏", QT_TR_NOOP("applause")},
        {u"🙌", QT_TR_NOOP("raised hands")},
        {u"🤝", QT_TR_NOOP("handshake")},
        {u"🙏", QT_TR_NOOP("thank you")},
        {u"💪", QT_TR_NOOP("strong arm")},
        {u"👀", QT_TR_NOOP("eyes")},
        {u"🧠", QT_TR_NOOP("brain")},
        {u"👶", QT_TR_NOOP("baby")},
        {u"🧒", QT_TR_NOOP("child")},
        {u"👩", QT_TR_NOOP("woman")},
        {u"👨", QT_TR_NOOP("man")},
        {u"👵", QT_TR_NOOP("grandmother")},
        {u"👴", QT_TR_NOOP("grandfather")},
        {u"🤷", QT_TR_NOOP("shrug")},
        {u"🤦", QT_TR_NOOP("facepalm")},
        {u"🙋", QT_TR_NOOP("raised hand")},
        {u"💃", QT_TR_NOOP("dancing")},
        {u"🚶", QT_TR_NOOP("walking")},
        {u"🏃", QT_TR_NOOP("running")},
    };
    static constexpr Entry animals[] = {
        {u"🐶", QT_TR_NOOP("dog")},
        {u"🐱", QT_TR_NOOP("cat")},
        {u"🐭", QT_TR_NOOP("mouse")},
        {u"🐰", QT_TR_NOOP("rabbit")},
        {u"🦊", QT_TR_NOOP("fox")},
        {u"🐻", QT_TR_NOOP("bear")},
        {u"🐼", QT_TR_NOOP("panda")},
        {u"🦁", QT_TR_NOOP("lion")},
        {u"🐮", QT_TR_NOOP("cow")},
        {u"🐷", QT_TR_NOOP("pig")},
        {u"🐸", QT_TR_NOOP("frog")},
        {u"🐵", QT_TR_NOOP("monkey")},
        {u"🐔", QT_TR_NOOP("chicken")},
        {u"🐧", QT_TR_NOOP("penguin")},
        {u"🐦", QT_TR_NOOP("bird")},
        {u"🦉", QT_TR_NOOP("owl")},
        {u"🐝", QT_TR_NOOP("bee")},
        {u"🦋", QT_TR_NOOP("butterfly")},
        {u"🐌", QT_TR_NOOP("snail")},
        {u"🐢", QT_TR_NOOP("turtle")},
        {u"🐟", QT_TR_NOOP("fish")},
        {u"🐳", QT_TR_NOOP("whale")},
        {u"🌵", QT_TR_NOOP("cactus")},
        {u"🌲", QT_TR_NOOP("fir tree")},
        {u"🌳", QT_TR_NOOP("tree")},
        {u"🍀", QT_TR_NOOP("four-leaf clover")},
        {u"🌷", QT_TR_NOOP("tulip")},
        {u"🌹", QT_TR_NOOP("rose")},
        {u"🌻", QT_TR_NOOP("sunflower")},
        {u"🍂", QT_TR_NOOP("falling leaves")},
        {u"☀️", QT_TR_NOOP("sun")},
        {u"🌤️", QT_TR_NOOP("sun behind cloud")},
        {u"☁️", QT_TR_NOOP("cloud")},
        {u"🌧️", QT_TR_NOOP("rain")},
        {u"⛈️", QT_TR_NOOP("thunderstorm")},
        {u"❄️", QT_TR_NOOP("snowflake")},
        {u"🌈", QT_TR_NOOP("rainbow")},
        {u"🌊", QT_TR_NOOP("wave")},
        {u"🌙", QT_TR_NOOP("moon")},
        {u"⭐", QT_TR_NOOP("star")},
        {u"🔥", QT_TR_NOOP("fire")},
    };
    static constexpr Entry food[] = {
        {u"🍎", QT_TR_NOOP("apple")},
        {u"🍌", QT_TR_NOOP("banana")},
        {u"🍓", QT_TR_NOOP("strawberry")},
        {u"🍇", QT_TR_NOOP("grapes")},
        {u"🍋", QT_TR_NOOP("lemon")},
        {u"🍅", QT_TR_NOOP("tomato")},
        {u"🥕", QT_TR_NOOP("carrot")},
        {u"🌽", QT_TR_NOOP("corn")},
        {u"🍄", QT_TR_NOOP("mushroom")},
        {u"🍞", QT_TR_NOOP("bread")},
        {u"🧀", QT_TR_NOOP("cheese")},
        {u"🥚", QT_TR_NOOP("egg")},
        {u"🍕", QT_TR_NOOP("pizza")},
        {u"🍝", QT_TR_NOOP("pasta")},
        {u"🍜", QT_TR_NOOP("noodle soup")},
        {u"🥗", QT_TR_NOOP("salad")},
        {u"🍣", QT_TR_NOOP("sushi")},
        {u"🍰", QT_TR_NOOP("cake")},
        {u"🎂", QT_TR_NOOP("birthday cake")},
        {u"🍪", QT_TR_NOOP("biscuit")},
        {u"🍫", QT_TR_NOOP("chocolate")},
        {u"🍦", QT_TR_NOOP("ice cream")},
        {u"☕", QT_TR_NOOP("coffee")},
        {u"🍵", QT_TR_NOOP("tea")},
        {u"🥛", QT_TR_NOOP("milk")},
        {u"🍺", QT_TR_NOOP("beer")},
        {u"🍷", QT_TR_NOOP("wine")},
        {u"🥂", QT_TR_NOOP("cheers")},
    };
    static constexpr Entry travel[] = {
        {u"🚗", QT_TR_NOOP("car")},
        {u"🚌", QT_TR_NOOP("bus")},
        {u"🚲", QT_TR_NOOP("bicycle")},
        {u"🚆", QT_TR_NOOP("train")},
        {u"✈️", QT_TR_NOOP("aeroplane")},
        {u"🚢", QT_TR_NOOP("ship")},
        {u"⛵", QT_TR_NOOP("sailing boat")},
        {u"🚀", QT_TR_NOOP("rocket")},
        {u"🏠", QT_TR_NOOP("house")},
        {u"🏢", QT_TR_NOOP("office")},
        {u"🏥", QT_TR_NOOP("hospital")},
        {u"🏫", QT_TR_NOOP("school")},
        {u"⛪", QT_TR_NOOP("church")},
        {u"🏔️", QT_TR_NOOP("mountain")},
        {u"🏖️", QT_TR_NOOP("beach")},
        {u"⛺", QT_TR_NOOP("tent")},
        {u"🗺️", QT_TR_NOOP("map")},
        {u"⏰", QT_TR_NOOP("alarm clock")},
    };
    static constexpr Entry activities[] = {
        {u"⚽️", QT_TR_NOOP("football")},
        {u"🏀", QT_TR_NOOP("basketball")},
        {u"🎾", QT_TR_NOOP("tennis")},
        {u"🏊", QT_TR_NOOP("swimming")},
        {u"🎮", QT_TR_NOOP("computer game")},
        {u"🎲", QT_TR_NOOP("dice")},
        {u"🎨", QT_TR_NOOP("painting")},
        {u"🎭", QT_TR_NOOP("theatre")},
        {u"🎵", QT_TR_NOOP("music")},
        {u"🎸", QT_TR_NOOP("guitar")},
        {u"🎹", QT_TR_NOOP("piano")},
        {u"🎬", QT_TR_NOOP("film")},
        {u"📷", QT_TR_NOOP("camera")},
        {u"🎉", QT_TR_NOOP("congratulations")},
        {u"🎁", QT_TR_NOOP("present")},
        {u"🎈", QT_TR_NOOP("balloon")},
        {u"🏆", QT_TR_NOOP("trophy")},
        {u"📱", QT_TR_NOOP("phone")},
        {u"💻", QT_TR_NOOP("computer")},
        {u"💡", QT_TR_NOOP("idea")},
        {u"🔑", QT_TR_NOOP("key")},
        {u"🔒", QT_TR_NOOP("lock")},
        {u"🔧", QT_TR_NOOP("spanner")},
        {u"✂️", QT_TR_NOOP("scissors")},
        {u"📚", QT_TR_NOOP("books")},
        {u"📖", QT_TR_NOOP("open book")},
        {u"✏️", QT_TR_NOOP("pencil")},
        {u"📎", QT_TR_NOOP("paper clip")},
        {u"📅", QT_TR_NOOP("calendar")},
        {u"📦", QT_TR_NOOP("parcel")},
        {u"✉️", QT_TR_NOOP("letter")},
        {u"💰", QT_TR_NOOP("money")},
        {u"🛒", QT_TR_NOOP("shopping")},
        {u"💊", QT_TR_NOOP("pill")},
        {u"🧹", QT_TR_NOOP("broom")},
    };
    static constexpr Entry symbols[] = {
        {u"❤️", QT_TR_NOOP("red heart")},
        {u"🧡", QT_TR_NOOP("orange heart")},
        {u"💛", QT_TR_NOOP("yellow heart")},
        {u"💚", QT_TR_NOOP("green heart")},
        {u"💙", QT_TR_NOOP("blue heart")},
        {u"💜", QT_TR_NOOP("purple heart")},
        {u"🖤", QT_TR_NOOP("black heart")},
        {u"💔", QT_TR_NOOP("broken heart")},
        {u"💯", QT_TR_NOOP("hundred")},
        {u"✅", QT_TR_NOOP("done")},
        {u"❌", QT_TR_NOOP("cross")},
        {u"❓", QT_TR_NOOP("question")},
        {u"❗", QT_TR_NOOP("exclamation")},
        {u"⚠️", QT_TR_NOOP("warning")},
        {u"♻️", QT_TR_NOOP("recycling")},
        {u"➕", QT_TR_NOOP("plus")},
        {u"➡️", QT_TR_NOOP("arrow right")},
        {u"⬅️", QT_TR_NOOP("arrow left")},
        {u"💤", QT_TR_NOOP("tired")},
        {u"💬", QT_TR_NOOP("speech bubble")},
        {u"✨", QT_TR_NOOP("sparkles")},
        {u"🏁", QT_TR_NOOP("finish")},
    };
    const auto group = [](const QString &name, std::span<const Entry> entries) {
        Group made{name, {}};
        for (const auto &entry : entries)
            made.emoji.append({QString::fromUtf16(entry.emoji), tr(entry.name)});
        return made;
    };
    return {
        group(tr("Smileys"), smileys),
        group(tr("People and hands"), people),
        group(tr("Animals and nature"), animals),
        group(tr("Food and drink"), food),
        group(tr("Travel and places"), travel),
        group(tr("Activities and objects"), activities),
        group(tr("Symbols"), symbols),
    };
}

QList<EmojiList::Emoji> EmojiList::find(const QString &words)
{
    const auto wanted = words.simplified().split(u' ', Qt::SkipEmptyParts);
    QList<Emoji> found;
    for (const auto &group : groups()) {
        for (const auto &emoji : group.emoji) {
            const bool fits = std::ranges::all_of(
                wanted, [&](const QString &word) { return emoji.name.contains(word, Qt::CaseInsensitive); });
            if (fits)
                found.append(emoji);
        }
    }
    return found;
}

QString EmojiList::nameOf(const QString &emoji)
{
    for (const auto &group : groups()) {
        for (const auto &one : group.emoji) {
            if (one.text == emoji)
                return one.name;
        }
    }
    return {};
}

} // namespace letterlock::ui
