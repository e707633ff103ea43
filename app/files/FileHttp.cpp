// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/FileHttp.h"

#include <QSslConfiguration>
#include <QSslError>

#include "app/transport/CertificateCheck.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

using archive::FileProblem;

namespace {

constexpr int patience = 30'000; // ms without an octet
constexpr int mostRedirects = 3;

} // namespace

FileHttp::FileHttp(SettingsStore &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_network.setStrictTransportSecurityEnabled(false); // keeps a file; http is never asked anyway
}

QNetworkRequest FileHttp::request(const QUrl &url) const
{
    QNetworkRequest request(url);
    request.setTransferTimeout(patience);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setRawHeader("User-Agent", "Letterlock");
    request.setRawHeader("Accept-Language", "*");
    // Also keeps a small answer from becoming a large one on the way in.
    request.setRawHeader("Accept-Encoding", "identity");
    const QString ca = m_settings.account().extraCaFile;
    if (!ca.isEmpty()) {
        auto tls = QSslConfiguration::defaultConfiguration();
        tls.addCaCertificates(ca);
        request.setSslConfiguration(tls);
    }
    return request;
}

QNetworkReply *FileHttp::watched(QNetworkReply *reply)
{
    connect(reply, &QNetworkReply::sslErrors, this, [this, reply](const QList<QSslError> &) {
        const auto certificate = reply->sslConfiguration().peerCertificate();
        const auto pins = m_settings.account().pinnedCertificates;
        if (!certificate.isNull() && pins.contains(certificateFingerprint(certificate))) {
            reply->ignoreSslErrors();
        }
    });
    return reply;
}

QNetworkReply *FileHttp::put(const UploadSlot &slot, QIODevice *body)
{
    auto request = this->request(slot.put);
    for (const auto &[name, value] : slot.headers) {
        request.setRawHeader(name, value);
    }
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/octet-stream"_s);
    request.setHeader(QNetworkRequest::ContentLengthHeader, body->size());
    return watched(m_network.put(request, body));
}

QNetworkReply *FileHttp::get(const QUrl &url)
{
    auto request = this->request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
    request.setMaximumRedirectsAllowed(mostRedirects);
    return watched(m_network.get(request));
}

FileProblem FileHttp::problemOf(const QNetworkReply &reply)
{
    if (reply.error() == QNetworkReply::SslHandshakeFailedError || reply.error() == QNetworkReply::InsecureRedirectError
        || reply.url().scheme() != "https"_L1) {
        return FileProblem::NotSecure;
    }
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 404 || status == 410) {
        return FileProblem::Gone;
    }
    if (status == 413) {
        return FileProblem::TooLarge;
    }
    if (status >= 300 && status < 500 && status != 408 && status != 429) {
        return FileProblem::Refused;
    }
    const bool done = reply.error() == QNetworkReply::NoError && status >= 200 && status < 300;
    return done ? FileProblem::None : FileProblem::Unreachable;
}

} // namespace letterlock::app
